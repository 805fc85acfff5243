// SPDX-License-Identifier: Apache-2.0
#include "report/tree_drawing.h"

#include <algorithm>
#include <array>

#include "report/ansi_style.h"
#include "report/tree_rows.h"
#include "report/words.h"

namespace overmatch {

namespace {

using report::AnsiStyle;
using report::TreeRow;

// The words stand in one column, unless a long name pushes its own out.
constexpr std::size_t kWordColumn = 72;
constexpr std::string_view kBar = "┃";

std::string inked(const AnsiStyle& ink, Mark mark, std::string_view text) {
  switch (mark) {
    case Mark::none: return std::string(text);
    case Mark::right: return ink.green(text);
    case Mark::overmatch: return ink.red(text);
    case Mark::undermatch: return ink.yellow(text);
  }
  return std::string(text);
}

// The row up to its word, which is what the column is measured by.
std::size_t label_columns(const TreeRow& row) {
  const std::size_t own = row.name.empty() ? report::columns(row.note) : report::columns(row.name);
  return report::columns(row.guide) + report::columns(row.above) + own;
}

void append_row(std::string& out, const TreeRow& row, std::size_t column, const AnsiStyle& ink) {
  std::string line = inked(ink, row.mark, report::sign(row.mark)) + " ";
  line += row.intended ? ink.cyan(kBar) : " ";
  line += " " + ink.faint(row.guide) + ink.faint(row.above);
  const bool folded = row.name.empty();
  const std::string& label = folded ? row.note : row.name;
  line += row.module && !folded ? inked(ink, row.mark, label) : ink.faint(label);
  std::string after(report::word(row.mark));
  if (row.mark == Mark::overmatch || row.mark == Mark::undermatch) {
    after += ": ";
    after += report::meaning(row.mark);
  }
  after = inked(ink, row.mark, after);
  if (!folded && !row.note.empty())
    after += (after.empty() ? "" : "  ") + ink.faint("(" + row.note + ")");
  if (!after.empty()) {
    const std::size_t used = label_columns(row);
    line += std::string(used < column ? column - used : 0, ' ') + "  " + after;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + "\n";
}

}  // namespace

std::string draw_tree(const std::vector<DrawnModule>& modules, bool colour) {
  const AnsiStyle ink(colour);
  const auto rows = report::tree_rows(modules);
  if (rows.empty()) return ink.faint("(no modules)") + "\n";
  std::size_t column = 0;
  for (const TreeRow& row : rows) {
    if (row.mark != Mark::none) column = std::max(column, label_columns(row));
  }
  column = std::min(column, kWordColumn);
  std::string out;
  for (const TreeRow& row : rows) append_row(out, row, column, ink);
  return out;
}

std::string draw_legend(const std::vector<DrawnModule>& modules, bool colour) {
  const AnsiStyle ink(colour);
  std::string out;
  const auto add = [&](const std::string& entry) { out += (out.empty() ? "" : "   ") + entry; };
  for (const Mark mark : {Mark::overmatch, Mark::undermatch, Mark::right}) {
    if (std::none_of(modules.begin(), modules.end(),
                     [&](const DrawnModule& module) { return module.mark == mark; }))
      continue;
    add(inked(ink, mark, report::sign(mark)) + ink.faint(" " + std::string(report::meaning(mark))));
  }
  if (std::any_of(modules.begin(), modules.end(),
                  [](const DrawnModule& module) { return module.intended; })) {
    add(ink.cyan(kBar) + ink.faint(" the subtree that the patterns mean"));
  }
  return out.empty() ? out : out + "\n";
}

}  // namespace overmatch
