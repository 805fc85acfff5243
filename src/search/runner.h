// SPDX-License-Identifier: Apache-2.0
// Runs work with a subject: in a fresh supervised process, or in this one, when the user asked for
// it or the subject has a process of its own.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "subjects/isolation.h"
#include "subjects/probe.h"
#include "subjects/remote.h"

namespace overmatch {

struct Subject {
  std::unique_ptr<Matcher> matcher;
  Mode mode = Mode::segment;  // in which it is tested
  bool in_process = false;    // no isolation: its crash is ours
  std::string option;  // how the command line names it, e.g. "--plugin ./my.so", for replay lines
};

// In a supervised process, before the first question: a plugin is loaded, under the limits of
// loading. Throws CannotBegin.
void load_here(Matcher& matcher, Heartbeat& heartbeat);

class Runner {
 public:
  using Work = std::function<void(Probe&, const Sink&, Heartbeat&)>;
  using Watch = std::function<bool(const Heartbeat&)>;

  // `subject` must outlive the runner.
  Runner(Subject& subject, Limits limits)
      : subject_(subject),
        limits_(limits),
        remote_(dynamic_cast<RemoteMatcher*>(subject.matcher.get())) {}

  // Asked some times a second during runs without a watch. Once it returns false, or the subject
  // throws WorkEnded, the work has ended: such a run and all later ones throw WorkEnded.
  void set_goes_on(std::function<bool()> goes_on) { goes_on_ = std::move(goes_on); }
  // Whether the work has ended before its time. A run with a watch that ends so returns what its
  // work wrote until then.
  [[nodiscard]] bool ended() const noexcept { return ended_.load(); }

  // Every run starts from the state that the subject had after loading, unless it is asked in this
  // process.
  [[nodiscard]] IsolatedRun run(const Work& work, const Watch& watch = {}) const;
  [[nodiscard]] IsolatedRun run_with(const Limits& limits, const Work& work,
                                     const Watch& watch = {}) const;
  // In a process of its own in any case, for work that ends its process. A subject with a process
  // of its own gets a new one there, and only what that does is held against the limits.
  [[nodiscard]] IsolatedRun run_apart(const Limits& limits, const Work& work,
                                      const Watch& watch) const;
  // For work to which earlier questions hardly matter: a subject with a process of its own goes on
  // in the one that it has, as starting it may take seconds. For the others the same as `run`.
  [[nodiscard]] IsolatedRun run_on(const Work& work) const;

  // No question is put to the subject after that. A run that wants to is ended then, as if its work
  // had returned; what it wrote before is in its output.
  void set_deadline(Deadline deadline) noexcept { deadline_ = deadline; }
  [[nodiscard]] Deadline deadline() const noexcept { return deadline_; }
  [[nodiscard]] bool out_of_time() const noexcept { return is_past(deadline_); }

  // The deaths of a subject with a process of its own that did not repeat, since the last call.
  [[nodiscard]] std::vector<Incident> take_incidents() const;

  // The subject, if it has a process of its own; else null.
  [[nodiscard]] RemoteMatcher* remote() const noexcept { return remote_; }
  [[nodiscard]] Mode mode() const noexcept { return subject_.mode; }
  [[nodiscard]] Subject& subject() const noexcept { return subject_; }
  [[nodiscard]] const Limits& limits() const noexcept { return limits_; }
  // Whether a run can start from a fresh subject.
  [[nodiscard]] bool isolated() const noexcept {
    return remote_ != nullptr || !subject_.in_process;
  }

 private:
  [[nodiscard]] IsolatedRun run_here(const Work& work, const Watch& watch) const;
  // Gives `run` the watch of its caller or one that asks goes_on_, and throws WorkEnded.
  template <typename Run>
  [[nodiscard]] IsolatedRun watched(const Watch& watch, const Run& run) const;

  Subject& subject_;
  Limits limits_;
  Deadline deadline_ = kNever;
  RemoteMatcher* remote_;  // the subject, if it has a process of its own
  std::function<bool()> goes_on_;
  mutable std::atomic<bool> ended_ = false;
};

}  // namespace overmatch
