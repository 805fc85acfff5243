// SPDX-License-Identifier: Apache-2.0
// Draws plots as inline SVG, each with its numbers as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace overmatch::report {

using NamedCount = std::pair<std::string, std::uint64_t>;

// A table of names and counts with a bar each; rows of zero are left out. The numbers stand beside
// the bars. "" if all counts are zero.
[[nodiscard]] std::string bar_table(std::string_view caption, std::string_view noun,
                                    std::string_view unit, const std::vector<NamedCount>& counts);

// Columns from left to right, such as counts by layer. A screen reader hears `summary`. "" if all
// counts are zero.
[[nodiscard]] std::string column_plot(std::string_view caption, std::string_view summary,
                                      const std::vector<NamedCount>& counts);

// One cell of a heat map: `share` from 0 to 1 gives the colour; none for a blank cell.
struct HeatCell {
  bool blank = true;
  double share = 0;
  std::string text;  // in the cell
};
struct HeatRow {
  std::string name;
  std::vector<HeatCell> cells;  // one a column
};
// A heat map with its numbers in the cells.
[[nodiscard]] std::string heat_map(std::string_view caption, std::string_view summary,
                                   const std::vector<std::string>& columns,
                                   const std::vector<HeatRow>& rows);

}  // namespace overmatch::report
