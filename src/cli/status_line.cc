// SPDX-License-Identifier: Apache-2.0
#include "cli/status_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>

namespace overmatch::cli {

namespace {

std::atomic<bool> interrupted = false;

// The second Ctrl-C is the system's: it ends the program at once.
void on_interrupt(int) {
  interrupted.store(true);
  std::signal(SIGINT, SIG_DFL);
}

}  // namespace

StatusLine::StatusLine() : terminal_(isatty(STDERR_FILENO) != 0) {
  std::signal(SIGINT, on_interrupt);
}

StatusLine::~StatusLine() {
  clear();
  std::signal(SIGINT, SIG_DFL);
}

bool StatusLine::show(std::string_view subject, std::string_view doing, std::uint64_t cases) {
  constexpr auto kBetween = std::chrono::milliseconds(100);
  const auto now = Clock::now();
  if (terminal_ && now - last_ >= kBetween) {
    last_ = now;
    shown_ = true;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    fmt::print(stderr, "\r\x1b[K{}: {}, {} cases, {:.0f} cases/s", subject, doing, cases,
               seconds > 0 ? static_cast<double>(cases) / seconds : 0.0);
    std::fflush(stderr);
  }
  return !interrupted.load();
}

void StatusLine::clear() {
  if (!shown_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace overmatch::cli
