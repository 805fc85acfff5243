// SPDX-License-Identifier: Apache-2.0
// A program that we started: pipes to its three standard streams, and a process group of its own,
// so that whatever it starts itself is watched and ended with it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

  // CPU time and resident memory of the child and its living descendants. Some tens of microseconds
  // each.
  [[nodiscard]] std::chrono::milliseconds cpu_time() const;
  [[nodiscard]] std::uint64_t resident_bytes() const;

 private:
  void read_errors();

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::string last_words_;
};

}  // namespace overmatch
