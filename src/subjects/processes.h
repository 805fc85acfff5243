// SPDX-License-Identifier: Apache-2.0
// What the system tells of other processes. A process that is gone has no children, takes no time
// and waits for nothing.
#pragma once

#include <sys/types.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace overmatch {

// All below `root`, without it, the nearest first. By a look at every process there is: some
// milliseconds.
[[nodiscard]] std::vector<pid_t> all_below(pid_t root);
// Living processes of the session, likewise.
[[nodiscard]] std::vector<pid_t> processes_of_session(pid_t session);
// All below `root`, without it. Some tens of microseconds.
[[nodiscard]] std::vector<pid_t> descendants_of(pid_t root);

[[nodiscard]] std::chrono::microseconds cpu_time(pid_t process);

// Whether a thread of the process would go on if it got a processor or its disk answered: on a busy
// machine that may take long, and is no fault of the process.
[[nodiscard]] bool is_busy(pid_t process);

// A call that burns no CPU may take this many times its limit of CPU time.
inline constexpr int kWaitFactor = 10;

// How long one call has taken. CPU time counts; of the rest, only what was spent waiting without a
// wish to run, and what is beyond all measure.
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

  // Whether the call has taken more than `limit` of CPU time, or `wait` of waiting. To be asked
  // again and again while it goes on; `busy` is called when the answer depends on it.
  template <typename Busy>
  [[nodiscard]] bool too_long(std::chrono::microseconds cpu, milliseconds limit, milliseconds wait,
                              const Busy& busy) {
    constexpr milliseconds kMostBetweenLooks{50};  // beyond that it was we who did not run
    constexpr int kBeyondMeasure = 10;
    const auto now = Clock::now();
    const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(now - looked_);
    const auto worked = std::max(cpu - cpu_, std::chrono::microseconds(0));
    const auto idle = std::min<std::chrono::microseconds>(passed, kMostBetweenLooks) - worked;
    looked_ = now;
    cpu_ = cpu;
    if (idle.count() > 0 && !busy()) waited_ += idle;
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
