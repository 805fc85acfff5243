// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "cli/verb.h"
#include "names/input_error.h"
#include "report/wrap.h"

namespace overmatch::cli {

namespace {

constexpr std::size_t kUsualColumns = 80;
constexpr std::size_t kMostColumns = 10'000;

std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

bool output_failed = false;
std::optional<bool> chosen_colour;
enum class Quiet : std::uint8_t { no, next_line, done };
Quiet quiet = Quiet::no;

[[noreturn]] void fail_output() {
  output_failed = true;
  throw InputError("standard output: cannot write");
}

bool is_dumb() { return environment("TERM") == "dumb"; }

}  // namespace

void set_colour(std::optional<bool> colour) noexcept { chosen_colour = colour; }

void set_quiet() noexcept { quiet = Quiet::next_line; }

bool wants_colour() {
  if (chosen_colour) return *chosen_colour;
  return isatty(STDOUT_FILENO) != 0 && environment("NO_COLOR").empty() && !is_dumb();
}

bool has_status_line() { return quiet == Quiet::no && isatty(STDERR_FILENO) != 0 && !is_dumb(); }

std::size_t columns_of(int descriptor) {
  const std::string_view said = environment("COLUMNS");
  char* end = nullptr;
  const unsigned long number = said.empty() ? 0 : std::strtoul(said.data(), &end, 10);
  if (number > 0 && number <= kMostColumns && *end == '\0') return number;
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kUsualColumns;
}

void hold_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest number that is free: this one.
    static_cast<void>(open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

void print_error(const std::string& text) noexcept {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

void print_output(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) fail_output();
}

void print_report(const std::string& text) {
  if (quiet == Quiet::done) return;
  std::string shown = text;
  if (quiet == Quiet::next_line) {
    shown.resize(std::min(text.find('\n'), text.size() - 1) + 1);
    quiet = Quiet::done;
  }
  print_output(report::wrapped(shown, columns_of(STDOUT_FILENO)));
  if (std::fflush(stdout) != 0) fail_output();
}

bool has_output_failed() noexcept { return output_failed; }

void ReportParts::add(const std::function<void()>& write) {
  try {
    write();
  } catch (const InputError& error) {
    print_error("overmatch: " + std::string(error.what()) + "\n");
    complete_ = false;
  }
}

int ReportParts::status(int verdict) const noexcept {
  return complete_ || verdict == kFound ? verdict : kBadUsage;
}

}  // namespace overmatch::cli
