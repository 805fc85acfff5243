// SPDX-License-Identifier: Apache-2.0
// The interface of a subject that starts, watches and ends a process of its own.
//
// It needs no isolation: a crash of its process is an exception here.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "cases/case.h"
#include "subjects/isolation.h"

namespace overmatch {

// Thrown when the subject's process failed on a question (crashed, hung, ...), and a new process
// failed on it, too. It ends the work, not only the question.
class SubjectCrash : public std::runtime_error {
 public:
  // `what` is one line, as IsolatedRun::describe gives it.
  SubjectCrash(Ending ending, int signal, const std::string& what, std::string diagnostics)
      : std::runtime_error(what),
        ending_(ending),
        signal_(signal),
        diagnostics_(std::move(diagnostics)) {}
  // How the process ended.
  [[nodiscard]] Ending ending() const noexcept { return ending_; }
  [[nodiscard]] int signal() const noexcept { return signal_; }  // that ended it, or 0
  // The last lines that the process printed on stderr.
  [[nodiscard]] const std::string& diagnostics() const noexcept { return diagnostics_; }

 private:
  Ending ending_;
  int signal_;
  std::string diagnostics_;
};

// A crash that did not repeat: a new process answered the same question.
struct Incident {
  SubjectCrash crash;
  Case question;  // of the first crash with this ending
  std::uint64_t times = 1;
};

// A matcher whose answers come from another process.
class RemoteMatcher : public Matcher {
 public:
  // Makes the next question go to a new process.
  virtual void start_afresh() = 0;
  // Applies from the next question on.
  virtual void set_limits(const Limits& limits) = 0;
  // In a forked child: leaves the process to the parent; the next question starts a new one.
  virtual void leave() = 0;
  // Resident memory of the process and its descendants; 0 without a process.
  [[nodiscard]] virtual std::uint64_t resident_bytes() const = 0;
  // The incidents since the last call, one for each ending, with their number.
  [[nodiscard]] virtual std::vector<Incident> take_incidents() = 0;
};

}  // namespace overmatch
