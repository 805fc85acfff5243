// SPDX-License-Identifier: Apache-2.0
// Runs work with an untrusted subject in a supervised child process.
//
// A crash, a hang or runaway memory ends the child only. The whole work (a search, a shrink, one
// question) runs in the child and calls the subject directly, so a call costs no round trip: for
// the supervisor the child only counts its calls in shared memory (Heartbeat).
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

#include "subjects/probe.h"

namespace overmatch {

// How much a subject may take.
struct Limits {
  // CPU time of one call; each 256 KiB of names and patterns add as much again. Only CPU time
  // counts, because a busy machine is not the subject's fault. A call that waits may take ten times
  // as long.
  std::chrono::milliseconds call{500};
  // Resident bytes of the child beyond those of this process, which the child starts with (a Python
  // test may have loaded a model). For a command: beyond those at its first answer.
  std::uint64_t memory = 1ULL << 30U;
};

// How a run ended. It is `finished` only if the closing record of the work has arrived whole.
enum class Ending : std::uint8_t {
  finished,
  crashed,          // by a signal or by exit()
  hung,             // was killed for exceeding its time
  out_of_memory,    // was killed for exceeding its memory
  malformed_reply,  // a command was killed for writing something that is no answer
  incomplete,       // its results were damaged, or the work could not begin
  stopped,          // did not stop in time when asked to, and was killed
};

// What is known of a run after its end.
struct IsolatedRun {
  Ending ending = Ending::finished;
  int signal = 0;              // for crashed: the signal, or 0 if the child left by exit()
  std::string output;          // the records that arrived whole, also before a crash
  std::string diagnostics;     // the last lines that the child printed on stderr
  std::uint64_t progress = 0;  // the last value of Heartbeat::progress
  std::uint32_t phase = 0;
  std::string what;  // more about how it ended, if known

  // Whether the subject ended the run, and not the work or the supervisor.
  [[nodiscard]] bool failed() const noexcept {
    return ending != Ending::finished && ending != Ending::stopped;
  }
  // One line about how it ended, e.g. "crashed: Segmentation fault".
  [[nodiscard]] std::string describe() const;
};

class ResultChannel;

// Takes the results of the work in the child: records that reach the parent in order, each whole or
// not at all.
class Sink {
 public:
  explicit Sink(ResultChannel& channel) : channel_(&channel) {}
  // Appends to `text`, for work that is not isolated.
  explicit Sink(std::string& text) : text_(&text) {}
  // Sends one record.
  void write(const std::string& record) const;

 private:
  ResultChannel* channel_ = nullptr;
  std::string* text_ = nullptr;
};

// Thrown by work that cannot begin, for example because the subject cannot be loaded. In a child it
// makes the run `incomplete`, with the reason; in this process it passes through.
class CannotBegin : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Ends the child as if its work had returned: for work in a callback that never returns, such as a
// fuzzing engine's.
[[noreturn]] void end_work() noexcept;

// Runs `work` in a forked child below a guard (processes/guard.h), and waits for the end of both
// and of all processes that the child started. Calls `watch` (may be empty) some times a second
// with the heartbeat, for a status line. When `watch` returns false, asks the child to stop
// (Heartbeat::stop) and kills it after a second. The child's stdout is closed, because only the
// report may print there.
[[nodiscard]] IsolatedRun run_isolated(const std::function<void(const Sink&, Heartbeat&)>& work,
                                       const Limits& limits,
                                       const std::function<bool(const Heartbeat&)>& watch = {});

}  // namespace overmatch
