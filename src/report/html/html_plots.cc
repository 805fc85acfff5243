// SPDX-License-Identifier: Apache-2.0
#include "report/html/html_plots.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/html/html_pieces.h"
#include "report/markup.h"
#include "report/words.h"

namespace overmatch::report {

namespace {

// Pixels of a heat map.
constexpr int kNameWidth = 130;
constexpr int kCellWidth = 44;
constexpr int kCellHeight = 22;
constexpr int kHeadHeight = 104;
// Pixels of a column plot. Its columns share the width.
constexpr int kPlotWidth = 720;
constexpr int kPlotHeight = 160;
constexpr int kLastName = 24;  // for the last column's name
// Columns of a plot that have their name below, at most.
constexpr std::size_t kNamedColumns = 16;

std::uint64_t largest(const std::vector<NamedCount>& counts) {
  std::uint64_t most = 0;
  for (const auto& [name, count] : counts) most = std::max(most, count);
  return most;
}

std::string figure(std::string_view caption, std::string_view svg) {
  return fmt::format(
      "<figure>\n<figcaption>{0}</figcaption>\n<div class=\"scroll\" role=\"group\" "
      "aria-label=\"{0}\" tabindex=\"0\">\n{1}</div>\n</figure>\n",
      escaped(caption), svg);
}

std::string open_svg(int width, int height, std::string_view summary) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
      "{1}\" role=\"img\" aria-label=\"{2}\">\n",
      width, height, escaped(summary));
}

}  // namespace

std::string bar_table(std::string_view caption, std::string_view noun, std::string_view unit,
                      const std::vector<NamedCount>& counts) {
  const std::uint64_t most = largest(counts);
  HtmlTable table(caption, {noun, unit, "share of the largest"});
  for (const auto& [name, count] : counts) {
    if (count == 0) continue;
    table.row({escaped(name), grouped(count),
               fmt::format(
                   "<svg class=\"bar\" aria-hidden=\"true\" width=\"100\" height=\"12\"><rect "
                   "width=\"{:.1f}\" height=\"12\"/></svg>",
                   std::max(1.0, 100.0 * static_cast<double>(count) / static_cast<double>(most)))});
  }
  return table.write();
}

std::string column_plot(std::string_view caption, std::string_view summary,
                        const std::vector<NamedCount>& counts) {
  const std::uint64_t most = largest(counts);
  if (most == 0) return "";
  std::string svg = open_svg(kPlotWidth + kLastName, kPlotHeight + 40, summary);
  svg += fmt::format("<text x=\"0\" y=\"12\">{}</text>\n", grouped(most));
  const double step = static_cast<double>(kPlotWidth) / static_cast<double>(counts.size());
  const std::size_t every = (counts.size() + kNamedColumns - 1) / kNamedColumns;
  for (std::size_t at = 0; at < counts.size(); ++at) {
    const auto& [name, count] = counts[at];
    const double height = kPlotHeight * static_cast<double>(count) / static_cast<double>(most);
    const double x = step * static_cast<double>(at);
    svg += fmt::format(
        "<rect class=\"fill\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\">"
        "<title>{}: {}</title></rect>\n",
        x, 18 + kPlotHeight - height, std::max(1.0, step - 1), height, escaped(name),
        grouped(count));
    if (at % every == 0)
      svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\">{}</text>\n", x, kPlotHeight + 34,
                         escaped(name));
  }
  return figure(caption, svg + "</svg>\n");
}

std::string heat_map(std::string_view caption, std::string_view summary,
                     const std::vector<std::string>& columns, const std::vector<HeatRow>& rows) {
  if (rows.empty()) return "";
  std::string svg = open_svg(kNameWidth + kCellWidth * static_cast<int>(columns.size()),
                             kHeadHeight + kCellHeight * static_cast<int>(rows.size()), summary);
  for (std::size_t at = 0; at < columns.size(); ++at) {
    svg += fmt::format("<text transform=\"translate({} {}) rotate(-60)\">{}</text>\n",
                       kNameWidth + kCellWidth * static_cast<int>(at) + kCellWidth / 2,
                       kHeadHeight - 6, escaped(columns[at]));
  }
  for (std::size_t line = 0; line < rows.size(); ++line) {
    const int y = kHeadHeight + kCellHeight * static_cast<int>(line);
    svg += fmt::format("<text x=\"0\" y=\"{}\">{}</text>\n", y + 16, escaped(rows[line].name));
    for (std::size_t at = 0; at < rows[line].cells.size(); ++at) {
      const HeatCell& cell = rows[line].cells[at];
      if (cell.blank) continue;
      const int x = kNameWidth + kCellWidth * static_cast<int>(at);
      svg += fmt::format(
          "<rect class=\"heat{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}, {}: "
          "{}</title></rect>\n<text class=\"on{}\" x=\"{}\" y=\"{}\" "
          "text-anchor=\"middle\">{}</text>\n",
          std::min(5, static_cast<int>(cell.share * 5)), x, y, kCellWidth - 2, kCellHeight - 2,
          escaped(rows[line].name), escaped(columns[at]), escaped(cell.text),
          std::min(5, static_cast<int>(cell.share * 5)), x + kCellWidth / 2 - 1, y + 15,
          escaped(cell.text));
    }
  }
  return figure(caption, svg + "</svg>\n");
}

}  // namespace overmatch::report
