// SPDX-License-Identifier: Apache-2.0
// The one line on stderr that says what a long run is doing, on a terminal only; and Ctrl-C and
// SIGTERM, which end the run with the report so far. From the first StatusLine on until the program
// ends: what follows a run is its report.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace overmatch::cli {

class StatusLine {
 public:
  StatusLine();
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;
  ~StatusLine();

  // Shows what is being done. False once the user asked to stop.
  bool show(std::string_view subject, std::string_view doing, std::uint64_t cases);
  void clear();
  [[nodiscard]] static bool interrupted() noexcept;

 private:
  using Clock = std::chrono::steady_clock;
  bool terminal_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_{};
};

}  // namespace overmatch::cli
