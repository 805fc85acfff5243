// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/first_failure.h"

#include <sys/time.h>

#include <csignal>

#include "cases/corpus.h"
#include "names/readers/read_tree.h"
#include "properties/registry.h"
#include "search/byte_stream.h"
#include "search/runner.h"

namespace overmatch::bench {

namespace {

// What one call may take: as in the selftest.
constexpr Limits kLimits = {std::chrono::milliseconds(250), 512ULL << 20U};

// Runs the work in a child, which writes what it found. One that died found it too.
FirstFailure run(const Bug& bug, const Runner::Work& work) {
  Subject subject{make_subject(bug), bug.mode(), false, {}, bug.order()};
  const double before = children_cpu_seconds();
  const IsolatedRun ended = Runner(subject, kLimits).run(work);
  FirstFailure first{
      ended.ending != Ending::finished, ended.progress, children_cpu_seconds() - before, {}, {}};
  if (first.found) first.property = kTotality.name;
  if (ByteReader in(ended.output); !in.at_end()) {
    first.found = true;
    first.cases = in.number();
    first.seconds = static_cast<double>(in.number()) * 1e-9;
    first.property = in.text();
    in.content(first.content);
  }
  return first;
}

// Ends a search after so many CPU seconds of this process: its own limit is by the clock on
// the wall.
std::atomic<bool>* search_stop = nullptr;

void stop_after(double seconds, Heartbeat& heartbeat) {
  search_stop = &heartbeat.stop;
  std::signal(SIGPROF, [](int) { search_stop->store(true); });
  itimerval timer{};
  timer.it_value.tv_sec = static_cast<time_t>(seconds);
  timer.it_value.tv_usec =
      static_cast<suseconds_t>((seconds - static_cast<double>(timer.it_value.tv_sec)) * 1e6);
  setitimer(ITIMER_PROF, &timer, nullptr);
}

void write_found(const Sink& sink, std::uint64_t cases, double seconds, std::string_view property,
                 const Case& content) {
  ByteWriter out;
  out.number(cases)
      .number(static_cast<std::uint64_t>(seconds * 1e9))
      .text(property)
      .content(content);
  sink.write(out.bytes());
}

}  // namespace

FirstFailure find_with(const Contender& contender, const Bug& bug, std::uint64_t seed,
                       double seconds) {
  return run(bug, [&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
    const double start = cpu_seconds();
    const Draw draw = contender.start(probe.mode(), probe.order(), seed);
    const auto reference = make_reference(probe.mode());
    Answer answer;
    Answer expected;
    for (std::uint64_t number = 1; cpu_seconds() - start < seconds; ++number) {
      heartbeat.progress.store(number, std::memory_order_relaxed);
      const Case content = draw(number - 1).content;
      reference->match(content.question(), expected);
      try {
        probe.ask(content.question(), answer);
        if (answer == expected) continue;
      } catch (const SubjectFailure&) {  // no answer that the interface allows: a failure too
      }
      return write_found(sink, number, cpu_seconds() - start, kAgreement.name, content);
    }
  });
}

WholeSearch::WholeSearch() {
  plan_.properties.assign(all_properties().begin(), all_properties().end());
  plan_.first_only = true;
  for (const std::string& file : list_tree_files(corpus_folder() + "/trees"))
    plan_.trees.push_back(read_tree(file));
  for (const Mode mode : kModes) trees_.push_back(plan_trees(plan_.trees, mode));
}

FirstFailure WholeSearch::find(const Bug& bug, std::uint64_t seed, double seconds) {
  constexpr double kForEver = 1e6;
  plan_.seed = seed;
  plan_.seconds = seconds > 0 ? kForEver : 0;
  return run(bug, [&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
    if (seconds > 0) stop_after(seconds, heartbeat);
    const double start = cpu_seconds();
    const auto report = [&](const Discovery& discovery) {
      write_found(sink, discovery.found_after, cpu_seconds() - start, discovery.key.property->name,
                  discovery.content);
    };
    Tester tester(probe, plan_.properties, report, heartbeat);
    run_search(plan_, trees_[static_cast<std::size_t>(bug.mode())], tester, [](const TreeHit&) {});
  });
}

}  // namespace overmatch::bench
