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

// The words are aligned up to this column; a longer name moves its own.
constexpr std::size_t kWordColumn = 72;
constexpr std::string_view kBar = "┃";

std::string styled(const AnsiStyle& ansi, Mark mark, std::string_view text) {
  switch (mark) {
    case Mark::none: return std::string(text);
    case Mark::right: return ansi.green(text);
    case Mark::overmatch: return ansi.red(text);
    case Mark::undermatch:
    case Mark::relabelled: return ansi.yellow(text);
  }
  return std::string(text);
}

// Columns of a row up to its word.
std::size_t label_columns(const TreeRow& row) {
  const std::size_t own = row.name.empty() ? report::columns(row.note) : report::columns(row.name);
  return report::columns(row.guide) + report::columns(row.above) + own;
}

void append_row(std::string& out, const TreeRow& row, std::size_t column, const AnsiStyle& ansi) {
  std::string line = styled(ansi, row.mark, report::sign(row.mark)) + " ";
  line += row.intended ? ansi.cyan(kBar) : " ";
  line += " " + ansi.faint(row.guide) + ansi.faint(row.above);
  const bool folded = row.name.empty();
  const std::string& label = folded ? row.note : row.name;
  line += row.module && !folded ? styled(ansi, row.mark, label) : ansi.faint(label);
  std::string after(report::word(row.mark));
  if (row.mark != Mark::none && row.mark != Mark::right) {
    after += ": ";
    after += report::meaning(row.mark);
  }
  after = styled(ansi, row.mark, after);
  if (!folded && !row.note.empty())
    after += (after.empty() ? "" : "  ") + ansi.faint("(" + row.note + ")");
  if (!after.empty()) {
    const std::size_t used = label_columns(row);
    line += std::string(used < column ? column - used : 0, ' ') + "  " + after;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + "\n";
}

}  // namespace

std::string draw_tree(const std::vector<DrawnModule>& modules, bool colour) {
  const AnsiStyle ansi(colour);
  const auto rows = report::tree_rows(modules);
  if (rows.empty()) return ansi.faint("(no modules)") + "\n";
  std::size_t column = 0;
  for (const TreeRow& row : rows) {
    if (row.mark != Mark::none) column = std::max(column, label_columns(row));
  }
  column = std::min(column, kWordColumn);
  std::string out;
  for (const TreeRow& row : rows) append_row(out, row, column, ansi);
  return out;
}

std::string draw_legend(const std::vector<DrawnModule>& modules, bool colour) {
  const AnsiStyle ansi(colour);
  std::string out;
  const auto add = [&](const std::string& entry) { out += (out.empty() ? "" : "   ") + entry; };
  for (const Mark mark : {Mark::overmatch, Mark::undermatch, Mark::relabelled, Mark::right}) {
    if (std::none_of(modules.begin(), modules.end(),
                     [&](const DrawnModule& module) { return module.mark == mark; }))
      continue;
    add(styled(ansi, mark, report::sign(mark)) +
        ansi.faint(" " + std::string(report::meaning(mark))));
  }
  if (std::any_of(modules.begin(), modules.end(),
                  [](const DrawnModule& module) { return module.intended; })) {
    add(ansi.cyan(kBar) + ansi.faint(" the intended subtree"));
  }
  return out.empty() ? out : out + "\n";
}

}  // namespace overmatch
