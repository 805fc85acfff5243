// SPDX-License-Identifier: Apache-2.0
#include "cli/status_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <string>

#include "cli/terminal.h"
#include "report/words.h"
#include "report/wrap.h"

namespace overmatch::cli {

namespace {

constexpr std::array kRequests = {SIGINT, SIGTERM, SIGHUP};
// `timeout` and some shells send one request twice: to the process and to its group.
constexpr long kSameRequest = 500;  // milliseconds

std::atomic<bool> requested = false;
std::atomic<long> requested_at = 0;

long milliseconds_now() noexcept {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<long>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

// A second request gets the default action, which ends the program at once.
void on_request(int signal) {
  if (!requested.exchange(true)) {
    requested_at.store(milliseconds_now());
  } else if (milliseconds_now() - requested_at.load() > kSameRequest) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace

StatusLine::StatusLine() : terminal_(has_status_line()) {
  for (std::size_t at = 0; at < kRequests.size(); ++at) {
    struct sigaction action{};
    action.sa_handler = on_request;
    action.sa_flags = SA_RESTART;
    struct sigaction old{};
    sigaction(kRequests[at], nullptr, &old);
    // A signal that nohup or a shell made this process ignore stays ignored.
    if (old.sa_handler != SIG_IGN) sigaction(kRequests[at], &action, nullptr);
  }
}

StatusLine::~StatusLine() { clear(); }

bool StatusLine::show(std::string_view subject, std::string_view doing, std::uint64_t cases) {
  constexpr auto kBetween = std::chrono::milliseconds(100);
  const auto now = Clock::now();
  if (terminal_ && now - last_ >= kBetween) {
    last_ = now;
    shown_ = true;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const std::string rate =
        limit_ > 0 ? fmt::format("{:.0f} s left", std::max(limit_ - seconds, 0.0))
                   : fmt::format("{:.0f} cases/s",
                                 seconds > 0 ? static_cast<double>(cases) / seconds : 0.0);
    const std::string line =
        fmt::format("{}: {}, {} cases, {}", report::printable_line(subject), doing, cases, rate);
    // Leaves the last column free: some terminals would start a new line.
    print_error("\r\x1b[K" + report::cut_to(line, columns_of(STDERR_FILENO) - 1));
  }
  return !interrupted();
}

void StatusLine::set_limit(double seconds) noexcept {
  limit_ = seconds;
  start_ = Clock::now();
}

bool StatusLine::interrupted() noexcept { return requested.load(); }

void StatusLine::clear() {
  if (!shown_) return;
  print_error("\r\x1b[K");
  shown_ = false;
}

}  // namespace overmatch::cli
