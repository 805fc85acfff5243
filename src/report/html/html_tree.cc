// SPDX-License-Identifier: Apache-2.0
#include "report/html/html_tree.h"

#include <fmt/format.h>

#include <algorithm>

#include "names/path.h"
#include "report/html/html_pieces.h"
#include "report/markup.h"
#include "report/tree_rows.h"
#include "report/words.h"

namespace overmatch::report {

namespace {

std::string_view class_of(const TreeRow& row) {
  switch (row.mark) {
    case Mark::overmatch: return "bad";
    case Mark::undermatch:
    case Mark::relabelled: return "warn";
    case Mark::right:
    case Mark::none: break;
  }
  return row.intended ? "meant" : "plain";
}

class TreeWriter {
 public:
  TreeWriter(const std::vector<TreeRow>& rows, std::string_view marked, std::string_view marks)
      : rows_(rows), marked_(marked), marks_(marks) {}

  std::string write() {
    out_ = "<div class=\"tree\" role=\"group\" aria-label=\"Tree\" tabindex=\"0\">\n<ul>\n";
    // The path above each open list, to find the bytes of a row in the marked path.
    std::vector<std::string> above = {""};
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      const TreeRow& row = rows_[at];
      for (; above.size() > row.level + 1; above.pop_back()) out_ += "</ul>\n</details></li>\n";
      const bool opens = at + 1 < rows_.size() && rows_[at + 1].level > row.level;
      out_ += opens ? "<li><details open=\"\"><summary class=\"" : "<li class=\"leaf ";
      out_ += std::string(class_of(row)) + "\">" + label(row, above.back());
      if (opens) {
        out_ += "</summary>\n<ul>\n";
        // A part that is too long to be marked: no path goes on below it.
        const bool lost = row.path.empty() && row.name != short_path("");
        above.push_back(lost ? "\n" : child_path(above.back(), row.path));
      } else {
        out_ += "</li>\n";
      }
    }
    for (; above.size() > 1; above.pop_back()) out_ += "</ul>\n</details></li>\n";
    return out_ + "</ul>\n</div>\n";
  }

 private:
  static std::string child_path(std::string_view above, std::string_view below) {
    if (above.empty() || below.empty()) return std::string(above) + std::string(below);
    return std::string(above) + kSeparator + std::string(below);
  }

  // The row's own segments, with the bytes marked that the marked path has there.
  [[nodiscard]] std::string name(const TreeRow& row, std::string_view above) const {
    const std::string path = child_path(above, row.path);
    const std::size_t own = path.size() - row.path.size();
    const bool on_the_way =
        !row.path.empty() && marked_.starts_with(path) &&
        (marked_.size() == path.size() || marked_[path.size()] == kSeparator) &&
        marks_.substr(std::min(own, marks_.size()), row.path.size()).find('~') !=
            std::string_view::npos;
    if (on_the_way) return marked_code(row.path, marks_.substr(own));
    return (row.above.empty() ? "" : "<bdi class=\"faint\">" + escaped(row.above) + "</bdi>") +
           fmt::format("<bdi{}>{}</bdi>", row.module ? "" : " class=\"faint\"", escaped(row.name));
  }

  [[nodiscard]] std::string label(const TreeRow& row, std::string_view above) const {
    std::string text = row.name.empty() ? "" : name(row, above);
    if (row.mark != Mark::none)
      text += fmt::format(" {} {}",
                          badge(row.mark == Mark::right       ? Tone::good
                                : row.mark == Mark::overmatch ? Tone::bad
                                                              : Tone::warning,
                                word(row.mark)),
                          meaning(row.mark));
    if (!row.note.empty())
      text += fmt::format(" <span class=\"faint\">{}</span>", escaped(row.note));
    return text;
  }

  const std::vector<TreeRow>& rows_;
  std::string_view marked_;
  std::string_view marks_;
  std::string out_;
};

}  // namespace

std::string html_tree(const std::vector<DrawnModule>& modules, std::string_view marked,
                      std::string_view marks) {
  const std::vector<TreeRow> rows = tree_rows(modules);
  if (rows.empty()) return paragraph("(no modules)");
  return TreeWriter(rows, marked, marks).write();
}

}  // namespace overmatch::report
