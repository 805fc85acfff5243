// SPDX-License-Identifier: Apache-2.0
// Reads facts about other processes, as names/platform/platform.h has them from the system.
//
// A process that has ended has no children, takes no time and waits for nothing.
#pragma once

#include <sys/types.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

namespace overmatch {

// All processes below `root`, nearest first. Looks at every process of the system: milliseconds.
[[nodiscard]] std::vector<pid_t> all_below(pid_t root);
// The living processes of a session; as slow.
[[nodiscard]] std::vector<pid_t> processes_of_session(pid_t session);
// All processes below `root`. Some tens of microseconds.
[[nodiscard]] std::vector<pid_t> descendants_of(pid_t root);

// CPU time of a process, user and system.
[[nodiscard]] std::chrono::microseconds cpu_time(pid_t process);

// The bytes of memory that a process holds (resident); 0 for one that has ended. Some microseconds.
[[nodiscard]] std::uint64_t resident_bytes(pid_t process);

// Whether a thread of the process waits for a processor or a disk, which is not its fault.
[[nodiscard]] bool is_busy(pid_t process);

// A call that only waits may take so many times its limit of CPU time.
inline constexpr int kWaitFactor = 10;

// Measures how long one call takes: its CPU time, and the time in which it waited for something
// else than a processor or a disk.
class CallClock {
 public:
  using Clock = std::chrono::steady_clock;
  using milliseconds = std::chrono::milliseconds;

  // A call begins.
  void start(std::chrono::microseconds cpu) noexcept {
    start_cpu_ = cpu_ = cpu;
    began_ = looked_ = Clock::now();
    waited_ = std::chrono::microseconds(0);
  }

  // Whether the call has taken more than `limit` of CPU time, or waited for more than `wait`, or
  // lasts ten times `wait`. Must be called repeatedly during the call; calls `busy` only if needed.
  template <typename Busy>
  [[nodiscard]] bool too_long(std::chrono::microseconds cpu, milliseconds limit, milliseconds wait,
                              const Busy& busy) {
    constexpr milliseconds kMostBetweenLooks{50};  // after more, this process did not run itself
    constexpr int kBeyondMeasure = 10;
    const auto now = Clock::now();
    const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(now - looked_);
    const auto worked = std::max(cpu - cpu_, std::chrono::microseconds(0));
    const auto unused = std::min<std::chrono::microseconds>(passed, kMostBetweenLooks) - worked;
    looked_ = now;
    cpu_ = cpu;
    if (unused.count() > 0 && !busy()) waited_ += unused;
    return cpu - start_cpu_ > limit || waited_ > wait || now - began_ > wait * kBeyondMeasure;
  }

 private:
  std::chrono::microseconds start_cpu_{0};
  std::chrono::microseconds cpu_{0};
  std::chrono::microseconds waited_{0};
  Clock::time_point began_ = Clock::now();
  Clock::time_point looked_ = Clock::now();
};

}  // namespace overmatch
