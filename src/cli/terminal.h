// SPDX-License-Identifier: Apache-2.0
// Finds out how wide stdout and stderr are and whether they show colours, and writes to them.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace overmatch::cli {

// --color: decides for wants_colour from now on; nothing leaves that to the terminal.
void set_colour(std::optional<bool> colour) noexcept;
// --quiet: print_report prints only the first line of the first report from now on.
void set_quiet() noexcept;

// Whether stdout is a terminal and neither NO_COLOR (set and not empty: https://no-color.org) nor
// TERM=dumb forbids colours.
[[nodiscard]] bool wants_colour();
// Whether stderr is a terminal that can overwrite its last line.
[[nodiscard]] bool has_status_line();

// The width of a descriptor's terminal: $COLUMNS, else what the terminal says, else 80.
[[nodiscard]] std::size_t columns_of(int descriptor);

// Opens each closed standard stream on /dev/null, so that no file gets its number. Must be called
// before anything is opened.
void hold_standard_streams();

// Writes to stderr and ignores a failure.
void print_error(const std::string& text) noexcept;

// Writes to stdout as it is, without a flush. Throws InputError if it cannot.
void print_output(const std::string& text);

// Writes a report to stdout, wrapped to the width of the terminal. Throws InputError if it cannot.
void print_report(const std::string& text);

// Whether one of the two above has thrown.
[[nodiscard]] bool has_output_failed() noexcept;

// Writes the parts of a report: a part that cannot be written is told on stderr, and the others are
// written all the same.
class ReportParts {
 public:
  // Calls `write`, which throws InputError if it cannot write its part.
  void add(const std::function<void()>& write);
  // The exit status of a verb that has come to `verdict`: what was found stays found, else a part
  // that is missing is kBadUsage.
  [[nodiscard]] int status(int verdict) const noexcept;

 private:
  bool complete_ = true;
};

}  // namespace overmatch::cli
