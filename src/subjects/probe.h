// SPDX-License-Identifier: Apache-2.0
// The way in which everything asks a subject: counts the calls, shows a supervisor that the subject
// is alive, and turns an answer that is none into a SubjectFailure.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <stdexcept>

#include "matchers/matcher.h"

namespace overmatch {

// The subject gave no answer that the interface allows: it threw, set too few flags, or wrote where
// it must not.
class SubjectFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Thrown by a subject of our own to end the work, and not only the question, e.g. when the user has
// interrupted it: nothing that asks may take it for an answer, and so it is no std::exception.
struct WorkEnded {};

// Thrown instead of a question that would be asked after the probe's deadline. No std::exception,
// like WorkEnded: it says nothing about the subject.
struct OutOfTime {};

using Deadline = std::chrono::steady_clock::time_point;
inline constexpr Deadline kNever = Deadline::max();
[[nodiscard]] inline bool is_past(Deadline deadline) noexcept {
  return deadline != kNever && std::chrono::steady_clock::now() >= deadline;
}

// What a supervised process tells its supervisor, in memory that both share.
struct Heartbeat {
  std::atomic<std::uint64_t> calls = 0;     // odd while the subject is being asked
  std::atomic<std::uint64_t> bytes = 0;     // the size of the question being asked
  std::atomic<std::uint64_t> progress = 0;  // the case being tried
  std::atomic<std::uint32_t> phase = 0;     // what is being tried, for a status line
  std::atomic<bool> stop = false;           // set by the supervisor: come to an end
  std::atomic<bool> loading = false;        // the subject is being loaded: a call of its own kind
};

class Probe {
 public:
  // `subject` and `heartbeat` (may be null) must outlive the probe.
  explicit Probe(Matcher& subject, Mode mode, Heartbeat* heartbeat = nullptr,
                 Deadline deadline = kNever)
      : subject_(subject), mode_(mode), heartbeat_(heartbeat), deadline_(deadline) {}

  // The mode in which the subject is tested: what it claims, or what the user said instead.
  [[nodiscard]] Mode mode() const noexcept { return mode_; }
  [[nodiscard]] std::uint64_t calls() const noexcept { return calls_; }
  // Throws SubjectFailure, and OutOfTime. A SubjectDeath (remote.h), and what a subject throws to
  // end the work, pass through.
  void ask(const Question& question, Answer& answer);
  // Matcher::match_ahead. An answer that is none ends what is answered, and so does a death: `ask`
  // meets it again.
  [[nodiscard]] std::size_t ask_ahead(std::span<const Question> questions,
                                      std::span<Answer> answers);

 private:
  Matcher& subject_;
  Mode mode_;
  Heartbeat* heartbeat_;
  Deadline deadline_;
  std::uint64_t calls_ = 0;
};

}  // namespace overmatch
