// SPDX-License-Identifier: Apache-2.0
// A subject in a process of its own that it starts, watches and ends itself. It needs no isolation:
// its crash is an exception.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "cases/case.h"
#include "subjects/isolation.h"

namespace overmatch {

// The subject's process ended, or had to be ended, on a question; put to it once more in a fresh
// process, the question did it again. What one does in isolation by dying: it ends the work, not
// the question, and nothing between may take it for an answer.
class SubjectDeath : public std::runtime_error {
 public:
  // `what` is one line, as IsolatedRun::describe gives it.
  SubjectDeath(Ending ending, int signal, const std::string& what, std::string diagnostics)
      : std::runtime_error(what),
        ending_(ending),
        signal_(signal),
        diagnostics_(std::move(diagnostics)) {}
  [[nodiscard]] Ending ending() const noexcept { return ending_; }
  [[nodiscard]] int signal() const noexcept { return signal_; }  // that it died of, or 0
  [[nodiscard]] const std::string& diagnostics() const noexcept {
    return diagnostics_;
  }  // the last of its stderr

 private:
  Ending ending_;
  int signal_;
  std::string diagnostics_;
};

// A death that did not repeat: a fresh process answered the same question.
struct Incident {
  SubjectDeath death;
  Case question;  // on which the first of its ending happened
  std::uint64_t times = 1;
};

class RemoteMatcher : public Matcher {
 public:
  // The next question goes to a process that was asked nothing before.
  virtual void start_afresh() = 0;
  virtual void set_limits(const Limits& limits) = 0;
  // After a fork, in the child: the process that there is stays the parent's, and the next question
  // starts one of our own.
  virtual void leave() = 0;
  // Resident memory of its process and what that started; 0 when there is none.
  [[nodiscard]] virtual std::uint64_t resident_bytes() const = 0;
  // One incident of each ending, with how often it happened since the last call.
  [[nodiscard]] virtual std::vector<Incident> take_incidents() = 0;
};

}  // namespace overmatch
