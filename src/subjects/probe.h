// SPDX-License-Identifier: Apache-2.0
// Asks a subject on behalf of the search: counts calls, checks answers and reports to a supervisor.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "matchers/matcher.h"

namespace overmatch {

// Thrown if the subject breaks the interface: it throws, sets too few flags or writes where it must
// not.
class SubjectFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Thrown by a subject of overmatch itself to end the whole work, for example when the user
// interrupts a Python test. It is no std::exception, so that no handler takes it for an answer.
struct WorkEnded {};

// Thrown instead of asking after the probe's deadline. It is no std::exception, as it says nothing
// about the subject.
struct OutOfTime {};

// A point in time after which nothing more is asked.
using Deadline = std::chrono::steady_clock::time_point;
inline constexpr Deadline kNever = Deadline::max();
// Whether the deadline has passed; kNever never does.
[[nodiscard]] inline bool is_past(Deadline deadline) noexcept {
  return deadline != kNever && std::chrono::steady_clock::now() >= deadline;
}

// What a supervised process reports to its supervisor in shared memory.
struct Heartbeat {
  std::atomic<std::uint64_t> calls = 0;     // odd while the subject is being asked
  std::atomic<std::uint64_t> bytes = 0;     // the size of the question being asked
  std::atomic<std::uint64_t> progress = 0;  // the case being tried
  std::atomic<std::uint32_t> phase = 0;     // what is being tried, for a status line
  std::atomic<std::uint32_t> found = 0;     // violations so far, for a status line
  std::atomic<bool> stop = false;           // set by the supervisor: the work should end
  std::atomic<bool> loading = false;        // the call in progress loads the subject
};

// Puts questions to one subject.
class Probe {
 public:
  // `subject` and `heartbeat` (may be null) must outlive the probe. `order`: of the lists with
  // labels that the subject is asked; any for a subject of plain lists.
  explicit Probe(Matcher& subject, Mode mode, Heartbeat* heartbeat = nullptr,
                 Deadline deadline = kNever, Order order = Order::any)
      : subject_(subject), mode_(mode), order_(order), heartbeat_(heartbeat), deadline_(deadline) {}

  // The mode in which the subject is tested: its own, or the user's choice.
  [[nodiscard]] Mode mode() const noexcept { return mode_; }
  // The order of the lists with labels that the subject is asked.
  [[nodiscard]] Order order() const noexcept { return order_; }
  // How many questions were put.
  [[nodiscard]] std::uint64_t calls() const noexcept { return calls_; }
  // Asks one question. A plain list is put to a subject of lists with labels as a list in which all
  // entries have the same label: the answer, that label or nothing, is then that to the plain list.
  // Throws SubjectFailure and OutOfTime; SubjectCrash (remote.h) and WorkEnded
  // of the subject pass through.
  void ask(const Question& plain_or_not, Answer& answer);
  // Asks several questions at once and returns how many were answered (Matcher::match_ahead). Stops
  // at the first invalid answer or crash; the caller asks that question again with `ask`.
  [[nodiscard]] std::size_t ask_ahead(std::span<const Question> questions,
                                      std::span<Answer> answers);

 private:
  [[nodiscard]] Question as_asked(const Question& question);

  Matcher& subject_;
  Mode mode_;
  Order order_;
  Heartbeat* heartbeat_;
  Deadline deadline_;
  std::uint64_t calls_ = 0;
  std::vector<Label> same_;  // as many labels 1 as the longest plain list needed
  std::vector<Question> asked_;
};

}  // namespace overmatch
