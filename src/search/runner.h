// SPDX-License-Identifier: Apache-2.0
// A runner executes work with a subject: in a fresh child process, or in this process if the user
// asked for it or the subject has a process of its own.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "subjects/isolation.h"
#include "subjects/probe.h"
#include "subjects/remote.h"

namespace overmatch {

// A matcher under test.
struct Subject {
  std::unique_ptr<Matcher> matcher;
  Mode mode = Mode::segment;  // the mode in which it is tested
  bool in_process = false;    // no child process: its crash ends this one
  std::string option;         // the command-line option that names it, e.g. "--plugin ./my.so"
  Order order = Order::any;   // of the lists with labels that it is asked; any: plain lists
};

// Loads a plugin in the child process, before the first question, under the limits of loading.
// Throws CannotBegin.
void load_here(Matcher& matcher, Heartbeat& heartbeat);

// Runs pieces of work against one subject, under time and memory limits. Not copyable.
class Runner {
 public:
  // The work; it runs in the child process, so only what it writes to the sink comes back.
  using Work = std::function<void(Probe&, const Sink&, Heartbeat&)>;
  // Asked some times a second while a run goes on; false ends the run.
  using Watch = std::function<bool(const Heartbeat&)>;

  // `subject` must outlive the runner.
  Runner(Subject& subject, Limits limits)
      : subject_(subject),
        limits_(limits),
        remote_(dynamic_cast<RemoteMatcher*>(subject.matcher.get())) {}

  // Sets the watch of all runs that have none of their own. Once it returns false, or the subject
  // throws WorkEnded, that run and all later ones throw WorkEnded.
  void set_goes_on(std::function<bool()> goes_on) { goes_on_ = std::move(goes_on); }
  // Whether the work was ended early. A run with its own watch then returns what it wrote so far.
  [[nodiscard]] bool ended() const noexcept { return ended_.load(); }

  // Runs the work from the state of the subject after loading (unless it runs in this process).
  // Throws WorkEnded, and SubjectError or CannotBegin when the subject cannot be started.
  [[nodiscard]] IsolatedRun run(const Work& work, const Watch& watch = {}) const;
  // The same with other limits.
  [[nodiscard]] IsolatedRun run_with(const Limits& limits, const Work& work,
                                     const Watch& watch = {}) const;
  // Runs work that may end its own process: always in a child process. A subject with a process of
  // its own is started anew there, and only that process counts against the limits.
  [[nodiscard]] IsolatedRun run_apart(const Limits& limits, const Work& work,
                                      const Watch& watch) const;
  // Runs work that earlier questions hardly affect: a subject with a process of its own keeps it,
  // because a start may take seconds. Otherwise the same as `run`.
  [[nodiscard]] IsolatedRun run_on(const Work& work) const;

  // Sets the time after which the subject is asked nothing. A run that reaches it ends as if its
  // work had returned; its output so far is kept.
  void set_deadline(Deadline deadline) noexcept { deadline_ = deadline; }
  [[nodiscard]] Deadline deadline() const noexcept { return deadline_; }
  // Whether the deadline has passed.
  [[nodiscard]] bool out_of_time() const noexcept { return is_past(deadline_); }

  // Crashes and hangs, since the last call, of a subject with a process of its own that a fresh
  // process did not repeat.
  [[nodiscard]] std::vector<Incident> take_incidents() const;

  // The subject if it has a process of its own, else null.
  [[nodiscard]] RemoteMatcher* remote() const noexcept { return remote_; }
  [[nodiscard]] Mode mode() const noexcept { return subject_.mode; }
  // The order of the lists with labels that the subject is asked; any: plain lists.
  [[nodiscard]] Order order() const noexcept { return subject_.order; }
  [[nodiscard]] Subject& subject() const noexcept { return subject_; }
  [[nodiscard]] const Limits& limits() const noexcept { return limits_; }
  // Whether a run can start from a fresh subject.
  [[nodiscard]] bool isolated() const noexcept {
    return remote_ != nullptr || !subject_.in_process;
  }

 private:
  [[nodiscard]] IsolatedRun run_here(const Work& work, const Watch& watch) const;
  // Calls `run` with the given watch, or with one that asks goes_on_. Throws WorkEnded.
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
