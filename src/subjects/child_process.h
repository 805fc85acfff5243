// SPDX-License-Identifier: Apache-2.0
// A program that we started: pipes to its three standard streams, and a guard above it, so that
// whatever it starts itself is watched and ended with it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "subjects/guard.h"

namespace overmatch {

class ChildProcess {
 public:
  // Starts `line` with /bin/sh. A program that does not exist shows as one that ends at once, with
  // the shell's words on stderr. Throws std::system_error when the system has no process or pipe to
  // give.
  explicit ChildProcess(const std::string& line);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // Kills it.
  ~ChildProcess();

  // Waits until the child takes or gives bytes, at most `timeout`. What was taken is cut from
  // `unsent`, what came is added to `received`. Returns false at the end of what the child writes.
  // Its stderr is read all the while.
  bool exchange(std::string_view& unsent, std::string& received, std::chrono::milliseconds timeout);

  // Lets the child come to its end by closing its standard input, and kills what is left after
  // `patience`. Returns the status that waitpid gives, or nothing for a child that had to be
  // killed. Nothing else may be called afterwards but `last_words`.
  std::optional<int> end(std::chrono::milliseconds patience);

  // In a process forked from the one that started it: lets go of it without ending it. Nothing may
  // be called afterwards.
  void leave();

  // The last of what it printed on stderr.
  [[nodiscard]] const std::string& last_words() const noexcept { return last_words_; }

  // Whether it closed its standard input, or ended, before it had read all that was sent.
  [[nodiscard]] bool refuses_input() const noexcept { return input_ < 0; }

  // CPU time and resident memory of the child and its living descendants, and whether one of them
  // would run if it could. Some tens of microseconds each.
  [[nodiscard]] std::chrono::microseconds cpu_time() const;
  [[nodiscard]] bool is_busy() const;
  [[nodiscard]] std::uint64_t resident_bytes() const;

 private:
  void read_errors();

  std::optional<Guard> guard_;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::string last_words_;
};

}  // namespace overmatch
