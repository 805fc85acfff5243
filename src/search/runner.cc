#include "search/runner.h"

namespace overmatch {

IsolatedRun Runner::run(const Work& work, const Watch& watch) const { return run_with(limits_, work, watch); }

IsolatedRun Runner::run_with(const Limits& limits, const Work& work, const Watch& watch) const {
  if (!subject_.in_process) {
    return run_isolated(
        [&](const Sink& sink, Heartbeat& heartbeat) {
          Probe probe(*subject_.matcher, subject_.mode, &heartbeat);
          work(probe, sink, heartbeat);
        },
        limits, watch);
  }
  IsolatedRun run;
  Heartbeat heartbeat;
  Probe probe(*subject_.matcher, subject_.mode, &heartbeat);
  work(probe, Sink(run.output), heartbeat);
  run.progress = heartbeat.progress.load();
  return run;
}

}  // namespace overmatch
