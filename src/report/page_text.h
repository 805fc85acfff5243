// SPDX-License-Identifier: Apache-2.0
// Shows a page of the documentation on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/ansi_style.h"

namespace overmatch::report {

// A page in Markdown as plain text: headings, paragraphs, lists, tables, blocks of code, links and
// bold words, which is all that our pages have. Paragraphs are wrapped to `width`, code is not; a
// table that is wider becomes a list.
[[nodiscard]] std::string page_text(std::string_view markdown, const AnsiStyle& style,
                                    std::size_t width);

// The cells of a row of a table in Markdown ("| a | b |"), without the spaces around them. `\|` is
// a bar inside of a cell.
[[nodiscard]] std::vector<std::string> table_cells(std::string_view row);

}  // namespace overmatch::report
