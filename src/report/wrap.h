// SPDX-License-Identifier: Apache-2.0
// Breaks the lines of a report to the width of a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace overmatch::report {

// The columns that text takes on a terminal, without ANSI styles.
[[nodiscard]] std::size_t visible_columns(std::string_view text);

// `text` with every line of more than `width` columns broken at spaces; what follows is indented
// two columns deeper than the line. A word that is too long (a path, a regex in backticks) stays
// whole, and so does a line that is there to be copied: "replay: COMMAND".
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width);

// The start of a line that fits into `width` columns; no ANSI styles in it.
[[nodiscard]] std::string cut_to(std::string_view line, std::size_t width);

}  // namespace overmatch::report
