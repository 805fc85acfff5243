// Runs work with a subject: in a fresh supervised process, or, when the user asked for it, in this one.
#pragma once

#include <functional>
#include <string>

#include "subjects/isolation.h"
#include "subjects/probe.h"

namespace overmatch {

struct Subject {
  std::unique_ptr<Matcher> matcher;
  Mode mode = Mode::segment;  // in which it is tested
  bool in_process = false;    // no isolation: its crash is ours
  std::string option;         // how the command line names it, e.g. "--plugin ./my.so", for replay lines
};

class Runner {
 public:
  using Work = std::function<void(Probe&, const Sink&, Heartbeat&)>;
  using Watch = std::function<bool(const Heartbeat&)>;

  // `subject` must outlive the runner.
  Runner(Subject& subject, Limits limits) : subject_(subject), limits_(limits) {}

  // Every run starts from the state that the subject had after loading (in isolation).
  [[nodiscard]] IsolatedRun run(const Work& work, const Watch& watch = {}) const;
  [[nodiscard]] IsolatedRun run_with(const Limits& limits, const Work& work, const Watch& watch = {}) const;

  [[nodiscard]] Mode mode() const noexcept { return subject_.mode; }
  [[nodiscard]] Subject& subject() const noexcept { return subject_; }
  [[nodiscard]] const Limits& limits() const noexcept { return limits_; }
  [[nodiscard]] bool isolated() const noexcept { return !subject_.in_process; }

 private:
  Subject& subject_;
  Limits limits_;
};

}  // namespace overmatch
