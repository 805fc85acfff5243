// SPDX-License-Identifier: Apache-2.0
#include "search/runner.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "subjects/plugin.h"

namespace overmatch {

namespace {

// Calls the watch of work in this process from a thread, as the supervisor does for a child
// process.
class Watcher {
 public:
  Watcher(const Runner::Watch& watch, Heartbeat& heartbeat) {
    if (!watch) return;
    thread_ = std::jthread([&](const std::stop_token& done) {
      constexpr auto kLook = std::chrono::milliseconds(20);
      std::mutex mutex;
      std::condition_variable_any woken;
      std::unique_lock lock(mutex);
      while (!woken.wait_for(lock, done, kLook, [&] { return done.stop_requested(); })) {
        if (!watch(heartbeat)) heartbeat.stop.store(true);
      }
    });
  }

 private:
  std::jthread thread_;  // stopped and joined by its destructor
};

// Forwards to the subject until a stop is requested; then throws WorkEnded.
class Stoppable final : public Matcher {
 public:
  Stoppable(Matcher& subject, const Heartbeat& heartbeat)
      : subject_(subject), heartbeat_(heartbeat) {}
  [[nodiscard]] std::string_view name() const override { return subject_.name(); }
  [[nodiscard]] Mode mode() const override { return subject_.mode(); }
  [[nodiscard]] bool takes_labels() const override { return subject_.takes_labels(); }
  void match(const Question& question, Answer& answer) override {
    if (heartbeat_.stop.load(std::memory_order_relaxed)) throw WorkEnded{};
    subject_.match(question, answer);
  }
  std::size_t match_ahead(std::span<const Question> questions, std::span<Answer> answers) override {
    return subject_.match_ahead(questions, answers);
  }

 private:
  Matcher& subject_;
  const Heartbeat& heartbeat_;
};

template <typename Work>
void until_out_of_time(const Work& work) {
  try {
    work();
  } catch (const OutOfTime&) {  // see Runner::out_of_time
  }
}

}  // namespace

void load_here(Matcher& matcher, Heartbeat& heartbeat) {
  auto* const plugin = dynamic_cast<DeferredPlugin*>(&matcher);
  if (plugin == nullptr) return;
  heartbeat.loading.store(true, std::memory_order_release);
  try {
    plugin->load();
  } catch (const SubjectError& error) {
    throw CannotBegin(std::string("could not be loaded again: ") + error.what());
  }
  heartbeat.loading.store(false, std::memory_order_release);
}

template <typename Run>
IsolatedRun Runner::watched(const Watch& watch, const Run& run) const {
  if (ended()) throw WorkEnded{};
  if (watch) return run(watch);
  if (goes_on_ && !goes_on_()) ended_.store(true);
  if (ended()) throw WorkEnded{};
  const Watch own = [this](const Heartbeat&) {
    if (!goes_on_()) ended_.store(true);
    return !ended();
  };
  IsolatedRun done = run(goes_on_ ? own : Watch());
  if (ended()) throw WorkEnded{};
  return done;
}

IsolatedRun Runner::run(const Work& work, const Watch& watch) const {
  return run_with(limits_, work, watch);
}

IsolatedRun Runner::run_with(const Limits& limits, const Work& work, const Watch& watch) const {
  return watched(watch, [&](const Watch& used) {
    if (remote_ != nullptr) {
      remote_->set_limits(limits);
      remote_->start_afresh();
    } else if (!subject_.in_process) {
      return run_isolated(
          [&](const Sink& sink, Heartbeat& heartbeat) {
            load_here(*subject_.matcher, heartbeat);
            Probe probe(*subject_.matcher, subject_.mode, &heartbeat, deadline_, subject_.order);
            until_out_of_time([&] { work(probe, sink, heartbeat); });
          },
          limits, used);
    }
    return run_here(work, used);
  });
}

IsolatedRun Runner::run_apart(const Limits& limits, const Work& work, const Watch& watch) const {
  if (remote_ == nullptr) return run_with(limits, work, watch);
  Limits own;
  own.memory = std::max(own.memory, limits.memory);
  return run_isolated(
      [&](const Sink& sink, Heartbeat& heartbeat) {
        remote_->leave();
        remote_->set_limits(limits);
        // Without a heartbeat: the matcher itself watches its calls.
        Probe probe(*subject_.matcher, subject_.mode, nullptr, deadline_, subject_.order);
        until_out_of_time([&] { work(probe, sink, heartbeat); });
      },
      own, watch);
}

IsolatedRun Runner::run_on(const Work& work) const {
  if (remote_ == nullptr) return run(work);
  remote_->set_limits(limits_);
  return watched({}, [&](const Watch& used) { return run_here(work, used); });
}

IsolatedRun Runner::run_here(const Work& work, const Watch& watch) const {
  IsolatedRun run;
  Heartbeat heartbeat;
  Stoppable subject(*subject_.matcher, heartbeat);
  Probe probe(subject, subject_.mode, &heartbeat, deadline_, subject_.order);
  try {
    const Watcher watcher(watch, heartbeat);
    until_out_of_time([&] { work(probe, Sink(run.output), heartbeat); });
  } catch (const SubjectCrash& crash) {
    run.ending = crash.ending();
    run.signal = crash.signal();
    run.what = crash.what();
    run.diagnostics = crash.diagnostics();
  } catch (const WorkEnded&) {
    ended_.store(true);
  }
  run.progress = heartbeat.progress.load();
  run.phase = heartbeat.phase.load();
  return run;
}

std::vector<Incident> Runner::take_incidents() const {
  return remote_ == nullptr ? std::vector<Incident>{} : remote_->take_incidents();
}

}  // namespace overmatch
