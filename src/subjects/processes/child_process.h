// SPDX-License-Identifier: Apache-2.0
// Runs a program with its three standard streams connected to this process, below a guard
// (guard.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "subjects/processes/guard.h"

namespace overmatch {

class ChildProcess {
 public:
  // Starts `line` with /bin/sh. If the program does not exist, the shell says so on stderr and
  // ends. Throws std::system_error if the system has no process or pipe left.
  explicit ChildProcess(const std::string& line);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // Kills the program and all that it started.
  ~ChildProcess();

  // Waits for at most `timeout` until bytes can be sent or received. Removes the sent bytes from
  // `unsent`, appends the received ones to `received`, and reads stderr meanwhile. Returns false at
  // the end of the child's standard output.
  bool exchange(std::string_view& unsent, std::string& received, std::chrono::milliseconds timeout);

  // Closes the child's standard input, and kills the child after `patience`. Returns the status
  // that waitpid gives, or nothing for a killed child. Afterwards only `stderr_tail` may be called.
  std::optional<int> end(std::chrono::milliseconds patience);

  // In a fork of the process that started the child: forgets the child without ending it. Nothing
  // may be called afterwards.
  void leave();

  // The last 2,000 bytes that the child printed on stderr.
  [[nodiscard]] const std::string& stderr_tail() const noexcept { return stderr_tail_; }

  // Whether the child closed its standard input, or ended, before it had read everything.
  [[nodiscard]] bool refuses_input() const noexcept { return input_ < 0; }

  // Of the child and its living descendants: CPU time, whether one of them waits for a processor or
  // disk, and resident memory. Some tens of microseconds each.
  [[nodiscard]] std::chrono::microseconds cpu_time() const;
  [[nodiscard]] bool is_busy() const;
  [[nodiscard]] std::uint64_t resident_bytes() const;

 private:
  void read_errors();

  std::optional<Guard> guard_;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::string stderr_tail_;
};

}  // namespace overmatch
