// SPDX-License-Identifier: Apache-2.0
// Puts a guard process between this process and one that it does not trust.
//
// The guard is the parent of the guarded process. Both lead sessions of their own: a signal to the
// process group reaches only the guarded process's children, and a signal to the parent only the
// guard. On Linux the guard is a subreaper
// (https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html), so all that the
// guarded process starts, daemons included, stays below the guard and ends with it.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>

#include "subjects/processes/shared_memory.h"

namespace overmatch {

class Guard {
 public:
  // When the guard kills all processes below it: once the guarded process has ended, or only in
  // `finish`.
  enum class Until : std::uint8_t { process_ended, told };

  // Forks the guard, which closes all its descriptors and forks the process that runs `body`.
  // `body` must not return. Throws std::system_error.
  Guard(const std::function<void()>& body, Until until);
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  // Kills the guard and all processes below it.
  ~Guard();

  // The guard's process.
  [[nodiscard]] pid_t guard() const noexcept { return guard_; }
  // The guarded process; 0 before it has started.
  [[nodiscard]] pid_t process() const noexcept { return state_.get().process.load(); }
  // The status of the guarded process as waitpid gives it; nothing while it runs.
  [[nodiscard]] std::optional<int> status() const;
  // The signal with which the guarded process killed the guard, or 0.
  [[nodiscard]] int attack() const noexcept { return attack_; }

  // Whether the guard has ended, and with it all processes below it. Must be called repeatedly, as
  // it also continues a stopped guard.
  [[nodiscard]] bool is_gone();
  // Once the guard is gone: throws std::system_error if it could not start the process.
  void check_start() const;
  // A pidfd, which becomes readable when the guard ends; -1 on a system without pidfd_open.
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  // Kills all processes below the guard and the guard, and waits for that, at most some seconds.
  void finish();
  // In a fork of the process that started the guard: forgets it.
  void leave() noexcept;

 private:
  struct State {
    std::atomic<pid_t> process = 0;
    std::atomic<bool> ended = false;
    std::atomic<int> status = 0;
    std::atomic<int> attack = 0;
    std::atomic<int> error = 0;     // of the second fork
    std::atomic<bool> end = false;  // set by the supervisor: kill everything
  };

  [[noreturn]] static void stand_guard(State& state, pid_t supervisor,
                                       const std::function<void()>& body, Until until);
  bool wait_gone(std::chrono::milliseconds patience);
  void test_pairs() const;

  Shared<State> state_;
  pid_t guard_ = -1;
  int descriptor_ = -1;
  int attack_ = 0;
};

}  // namespace overmatch
