// SPDX-License-Identifier: Apache-2.0
// What each operating system does in a way of its own: processes, descriptors and signals.
//
// linux.cc and macos.cc implement it; every other file is plain POSIX. Checks
// of plugins, commands and `overmatch fuzz` need most of it; `audit`, `prove`, `compare` and
// `generate` need only program_path (names/readers/files.h), to find the corpus.
#pragma once

#include <sys/types.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace overmatch::platform {

// Opens a pipe (read end first) or a pair of stream sockets that programs started later do not
// inherit. False with errno set.
[[nodiscard]] bool open_pipe(std::array<int, 2>& ends);
[[nodiscard]] bool open_socket_pair(std::array<int, 2>& ends);

// send(2) that fails with EPIPE, without SIGPIPE, when nobody reads.
ssize_t send_to_socket(int socket, std::string_view bytes);

// Closes all descriptors of this process.
void close_all();

// Hides memory of this process from the children that it forks from now on, where the system can.
void hide_from_children(void* memory, std::size_t size);

// Random bytes from the system. False if it has none now.
[[nodiscard]] bool random_bytes(void* memory, std::size_t size);

// Makes this process the parent of its descendants' orphans. False where no system call does that.
bool adopt_orphans();

// Sends this process a signal when its parent ends. False where no system call does that.
bool end_with_parent(int signal);

// A descriptor that becomes readable when the process ends; -1 where there is none.
[[nodiscard]] int open_process(pid_t process);

// A signal and the process that sent it; 0 if unknown.
struct Received {
  int signal = 0;
  pid_t sender = 0;
};
// Waits for one of the blocked signals, at most `patience`. Signal 0: none came.
[[nodiscard]] Received wait_for_signal(const sigset_t& signals, std::chrono::milliseconds patience);

// A living process.
struct ProcessFacts {
  pid_t process = 0;
  pid_t parent = 0;
  pid_t session = 0;
};
// Calls a function for each living process of the system: milliseconds.
void each_process(const std::function<void(const ProcessFacts&)>& visit);
// The children of a process: some microseconds.
[[nodiscard]] std::vector<pid_t> children_of(pid_t process);

// CPU time of a process, user and system; 0 for one that has ended.
[[nodiscard]] std::chrono::microseconds cpu_time(pid_t process);
// The bytes of memory that a process holds; 0 for one that has ended.
[[nodiscard]] std::uint64_t resident_bytes(pid_t process);
// Whether a thread of the process waits for a processor or a disk.
[[nodiscard]] bool is_busy(pid_t process);

}  // namespace overmatch::platform
