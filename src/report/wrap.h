// SPDX-License-Identifier: Apache-2.0
// Wraps the lines of a report to the width of a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace overmatch::report {

// Columns that text takes on a terminal; ANSI sequences take none.
[[nodiscard]] std::size_t visible_columns(std::string_view text);

// Breaks every line of more than `width` columns at spaces and indents what follows by `hanging`
// columns more than the line. A longer word (a path, a regex in backticks) stays whole, and so does
// a line to copy ("replay: COMMAND").
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width,
                                  std::size_t hanging = 2);

// Cuts a line without ANSI sequences to `width` columns; a cut line ends with "…".
[[nodiscard]] std::string cut_to(std::string_view line, std::size_t width);

// The same, but cuts the middle of the line and keeps its end.
[[nodiscard]] std::string cut_inside(std::string_view line, std::size_t width);

// The same for a path, perhaps with alternatives in braces: leaves out whole segments, "model.….q".
[[nodiscard]] std::string cut_path(std::string_view path, std::size_t width);

}  // namespace overmatch::report
