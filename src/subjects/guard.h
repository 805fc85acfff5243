// SPDX-License-Identifier: Apache-2.0
// A process between us and one that we do not trust.
//
// The guard is the parent of the guarded process, in a session of its own, and the guarded process
// leads another. So what that sends to its process group reaches its own children only, and what it
// sends to its parent reaches the guard. Everything that it starts, daemons included, stays below
// the guard and ends with it.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>

#include "subjects/shared_memory.h"

namespace overmatch {

class Guard {
 public:
  // When the guard ends what is below it: as soon as the guarded process has ended, or only when
  // `finish` says so or nothing is left.
  enum class Until : std::uint8_t { process_ended, told };

  // Forks the guard, and from that the process that runs `body`, which must not return. The guard
  // closes all its descriptors. Throws std::system_error.
  Guard(const std::function<void()>& body, Until until);
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  // Ends all.
  ~Guard();

  [[nodiscard]] pid_t guard() const noexcept { return guard_; }
  // The guarded process; 0 before it has started.
  [[nodiscard]] pid_t process() const noexcept { return state_.get().process.load(); }
  // Whether the guarded process has ended, and its status as waitpid gives it.
  [[nodiscard]] std::optional<int> status() const;
  // The signal that the guarded process sent to the guard to end it, or 0.
  [[nodiscard]] int attack() const noexcept { return attack_; }

  // Whether the guard is gone, and with it all that was below it. To be asked again and again: it
  // also wakes a guard that was stopped.
  [[nodiscard]] bool is_gone();
  // Of a guard that is gone: throws std::system_error if it could not start the process.
  void check_start() const;
  // Becomes readable when the guard ends; -1 on a system that has no such descriptor.
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  // Ends all that is below the guard, and the guard, and waits for that; some seconds at most.
  void finish();
  // In a process forked from the one that started it: forgets it.
  void leave() noexcept;

 private:
  struct State {
    std::atomic<pid_t> process = 0;
    std::atomic<bool> ended = false;
    std::atomic<int> status = 0;
    std::atomic<int> attack = 0;
    std::atomic<int> error = 0;     // of the second fork
    std::atomic<bool> end = false;  // set by us: end all
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
