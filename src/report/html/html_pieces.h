// SPDX-License-Identifier: Apache-2.0
// The small pieces of HTML that the pages are made of. All of them escape text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/html/html_page.h"

namespace overmatch::report {

// Text in <code>, isolated (bdi) so that a right-to-left name does not reorder its line.
[[nodiscard]] std::string code(std::string_view text);
// The same with some bytes in <mark>: those at which `marks` has a "~". They must be ASCII.
[[nodiscard]] std::string marked_code(std::string_view text, std::string_view marks);
// The "~" of marked_code for a path in which `pattern` stands, the last time if it ends with it:
// the characters of the same segments beside it. "" if there are none.
[[nodiscard]] std::string collision_marks(std::string_view path, std::string_view pattern);
// A word in the colour of its tone.
[[nodiscard]] std::string badge(Tone tone, std::string_view word);
[[nodiscard]] std::string paragraph(std::string_view text);
// What a summary line opens.
[[nodiscard]] std::string details(std::string_view summary, std::string_view html,
                                  bool open = false);
// Lines as they are, which scroll inside.
[[nodiscard]] std::string block(std::string_view text);
// A list of HTML items; "" without items.
[[nodiscard]] std::string list(const std::vector<std::string>& items);
// Names with HTML values.
[[nodiscard]] std::string terms(const std::vector<std::pair<std::string, std::string>>& rows);

// A table that scrolls inside the page. Its first column names the rows.
class HtmlTable {
 public:
  // `caption` in text, unique on the page.
  HtmlTable(std::string_view caption, const std::vector<std::string_view>& columns);
  // HTML cells, one a column; `tone` colours the row.
  void row(const std::vector<std::string>& cells, Tone tone = Tone::plain);
  [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
  // Returns the table; "" without rows.
  [[nodiscard]] std::string write() const;

 private:
  std::string caption_;
  bool wide_;  // has so many columns that a phone scrolls it
  std::string head_;
  std::string rows_;
};

}  // namespace overmatch::report
