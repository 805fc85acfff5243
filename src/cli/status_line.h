// SPDX-License-Identifier: Apache-2.0
// Shows what a long run is doing on one line of a terminal's stderr, and catches Ctrl-C and
// SIGTERM.
//
// From the first StatusLine until the program ends, such a signal only sets a flag, so that the run
// ends with a report of what it has found. A second one ends the program at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace overmatch::cli {

class StatusLine {
 public:
  // Installs the signal handlers.
  StatusLine();
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;
  ~StatusLine();

  // The run takes at most so long from now on; 0: no limit.
  void set_limit(double seconds) noexcept;
  // Shows "SUBJECT: DOING, N cases, 12 s left", or the cases a second where there is no limit, at
  // most ten times a second. False after a signal.
  bool show(std::string_view subject, std::string_view doing, std::uint64_t cases);
  // Removes the line.
  void clear();
  // Whether a signal asked the run to end.
  [[nodiscard]] static bool interrupted() noexcept;

 private:
  using Clock = std::chrono::steady_clock;
  bool terminal_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  double limit_ = 0;
  Clock::time_point last_{};
};

}  // namespace overmatch::cli
