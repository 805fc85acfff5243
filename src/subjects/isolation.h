// SPDX-License-Identifier: Apache-2.0
// Work with an untrusted subject in a child process, supervised: a crash, a hang and runaway memory
// end the child, not us.
//
// The work itself (a whole search, a shrink, one question) runs in the child, so isolation costs no
// round trip per call: the child calls the subject directly, and all it does for the supervisor is
// to count its calls in shared memory (Heartbeat).
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

#include "subjects/probe.h"

namespace overmatch {

struct Limits {
  // CPU time that one call may take, for a question of few bytes; each 256 KiB of names and
  // patterns add as much again. CPU time, so that a busy machine accuses nobody. A call that only
  // waits may take ten times as long.
  std::chrono::milliseconds call{500};
  // Resident bytes that the child may take besides those of this process, which are its own at the
  // beginning (somebody who tests from Python may have loaded a model); of a command, besides those
  // that it has when it answers for the first time.
  std::uint64_t memory = 1ULL << 30U;
};

// How a run ended. It has `finished` only when the closing record of the work has arrived whole.
enum class Ending : std::uint8_t {
  finished,
  crashed,        // by a signal or by exit()
  hung,           // and was killed for it
  out_of_memory,  // likewise
  nonsense,       // a command wrote what is no answer, and was ended for it
  incomplete,     // its results are not what the work wrote, or the work could not begin
  stopped,        // it was asked to stop, and killed as it did not in time
};

struct IsolatedRun {
  Ending ending = Ending::finished;
  int signal = 0;              // for crashed: the signal, or 0 if the child left by exit()
  std::string output;          // the records that arrived whole, those from before a crash too
  std::string diagnostics;     // the last lines that the child printed on stderr
  std::uint64_t progress = 0;  // the last value of Heartbeat::progress
  std::uint32_t phase = 0;
  std::string what;  // how it ended in more words, where those are known

  // Whether the subject ended it: neither the work itself nor we.
  [[nodiscard]] bool died() const noexcept {
    return ending != Ending::finished && ending != Ending::stopped;
  }
  // One line about how it ended, e.g. "crashed: Segmentation fault".
  [[nodiscard]] std::string describe() const;
};

class ResultChannel;

// Where the work in the child puts its results: records that reach the parent in order, whole or
// not at all.
class Sink {
 public:
  explicit Sink(ResultChannel& channel) : channel_(&channel) {}
  // Into a string of this process, for work that is not isolated.
  explicit Sink(std::string& text) : text_(&text) {}
  void write(const std::string& record) const;

 private:
  ResultChannel* channel_ = nullptr;
  std::string* text_ = nullptr;
};

// What the work throws when it could not begin, e.g. because the subject can't be loaded: the run
// is incomplete, and says why. Thrown in this process it passes through.
class CannotBegin : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Ends the child as if its work had returned: for work inside of a callback that nobody returns
// from, such as a fuzzing engine's.
[[noreturn]] void end_work() noexcept;

// Runs `work` in a forked child, below a guard (guard.h), and waits for the end of both and of all
// that the child started. `watch` (may be empty) is called some times a second with the heartbeat,
// for a status line; when it returns false the child is asked to stop (Heartbeat::stop) and killed
// if it does not within a second. The child's stdout is closed to the subject: only the report may
// print there.
[[nodiscard]] IsolatedRun run_isolated(const std::function<void(const Sink&, Heartbeat&)>& work,
                                       const Limits& limits,
                                       const std::function<bool(const Heartbeat&)>& watch = {});

}  // namespace overmatch
