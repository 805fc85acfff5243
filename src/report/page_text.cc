// SPDX-License-Identifier: Apache-2.0
#include "report/page_text.h"

#include <algorithm>

#include "report/wrap.h"

namespace overmatch::report {

namespace {

constexpr std::string_view kFence = "```";

// A line without its "\n", which is taken off the text.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t from = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(from);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

// "* ", "- " or "1. " in front of a list item, with its indent; empty for another line.
std::string_view item_mark(std::string_view line) {
  const std::size_t from = std::min(line.find_first_not_of(' '), line.size());
  std::size_t at = from;
  while (at < line.size() && line[at] >= '0' && line[at] <= '9') ++at;
  const bool numbered = at > from && line.substr(at, 2) == ". ";
  if (numbered) return line.substr(0, at + 2);
  const std::string_view mark = line.substr(from, 2);
  return mark == "* " || mark == "- " ? line.substr(0, from + 2) : std::string_view();
}

// `[text](address)`: the text, and the address if it is one on the web. Empty if `text` does not
// begin with a link.
std::string link_at(std::string_view text, std::size_t& size) {
  const std::size_t close = text.find("](");
  const std::size_t end = text.find(')', close == std::string_view::npos ? text.size() : close);
  if (end == std::string_view::npos) return "";
  size = end + 1;
  const std::string label(text.substr(1, close - 1));
  const std::string_view address = text.substr(close + 2, end - close - 2);
  return address.starts_with("http") ? label + " (" + std::string(address) + ")" : label;
}

// Links and bold words of a line; what stands in backticks stays as it is.
std::string inline_text(std::string_view text, const AnsiStyle& style) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with('`')) {
      const std::size_t end = std::min(rest.find('`', 1), rest.size() - 1);
      out += rest.substr(0, end + 1);
      at += end + 1;
      continue;
    }
    if (rest.starts_with("**")) {
      if (const std::size_t end = rest.find("**", 2); end != std::string_view::npos) {
        out += style.bold(rest.substr(2, end - 2));
        at += end + 2;
        continue;
      }
    }
    std::size_t size = 0;
    if (rest.starts_with('[')) {
      if (const std::string link = link_at(rest, size); !link.empty()) {
        out += inline_text(link, style);
        at += size;
        continue;
      }
    }
    out += rest.front();
    ++at;
  }
  return out;
}

// Turns one page into text.
class PageText {
 public:
  PageText(std::string_view markdown, const AnsiStyle& style, std::size_t width)
      : rest_(markdown), style_(style), width_(width) {}

  std::string write() {
    while (!rest_.empty()) {
      const std::string_view line = take_line(rest_);
      if (trimmed(line).empty()) {
        end_paragraph();
        after_empty_ = true;
      } else if (line.starts_with(kFence)) {
        code();
      } else if (line.starts_with('#')) {
        block(style_.bold(trimmed(line.substr(line.find_first_not_of('#')))));
      } else if (line.starts_with('|')) {
        table(line);
      } else if (!item_mark(line).empty()) {
        end_paragraph();
        paragraph_ = line;
      } else if (paragraph_.empty()) {
        paragraph_ = line;
      } else {
        paragraph_.append(" ").append(trimmed(line));
      }
    }
    end_paragraph();
    return std::move(out_);
  }

 private:
  // A line that belongs to no paragraph.
  void block(std::string_view text) {
    end_paragraph();
    separate();
    out_.append(text) += "\n";
  }
  void end_paragraph() {
    if (paragraph_.empty()) return;
    separate();
    paragraph(paragraph_);
    paragraph_.clear();
  }
  // A list item hangs below its mark.
  void paragraph(std::string_view text) {
    const std::string_view mark = item_mark(text);
    const std::size_t indent = std::min(mark.find_first_not_of(' '), mark.size());
    out_ += wrapped(inline_text(text, style_), width_, mark.size() - indent) + "\n";
  }
  // Keeps one empty line where the page has some.
  void separate() {
    if (after_empty_ && !out_.empty()) out_ += "\n";
    after_empty_ = false;
  }

  void code() {
    end_paragraph();
    separate();
    while (!rest_.empty()) {
      const std::string_view line = take_line(rest_);
      if (line.starts_with(kFence)) break;
      out_.append(line.empty() ? "" : "    ").append(line) += "\n";
    }
  }

  void table(std::string_view heading) {
    end_paragraph();
    separate();
    std::vector<std::vector<std::string>> rows = {table_cells(heading)};
    take_line(rest_);  // | --- |
    while (rest_.starts_with('|')) rows.push_back(table_cells(take_line(rest_)));
    std::vector<std::size_t> widths(rows.front().size());
    for (std::vector<std::string>& row : rows) {
      row.resize(widths.size());
      for (std::size_t at = 0; at < row.size(); ++at) {
        row[at] = inline_text(row[at], style_);
        widths[at] = std::max(widths[at], visible_columns(row[at]));
      }
    }
    std::size_t total = 0;
    for (const std::size_t each : widths) total += each + 2;
    if (total > width_ + 2) {
      as_list(rows);
      return;
    }
    for (const std::vector<std::string>& row : rows) {
      std::string line;
      for (std::size_t at = 0; at < row.size(); ++at) {
        line += row[at];
        if (at + 1 < row.size()) line.append(widths[at] + 2 - visible_columns(row[at]), ' ');
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out_ += (&row == &rows.front() ? style_.faint(line) : line) + "\n";
    }
  }

  // Each row as its first cell, and below it the others with their headings.
  void as_list(const std::vector<std::vector<std::string>>& rows) {
    for (std::size_t row = 1; row < rows.size(); ++row) {
      out_ += wrapped(rows[row].front(), width_) + "\n";
      for (std::size_t at = 1; at < rows[row].size(); ++at) {
        if (rows[row][at].empty()) continue;
        const std::string cell = "  " + style_.faint(rows.front()[at] + ": ") + rows[row][at];
        out_ += wrapped(cell, width_) + "\n";
      }
    }
  }

  std::string_view rest_;
  const AnsiStyle& style_;
  std::size_t width_;
  std::string paragraph_;
  bool after_empty_ = false;
  std::string out_;
};

}  // namespace

std::vector<std::string> table_cells(std::string_view row) {
  std::vector<std::string> cells;
  std::string cell;
  row = trimmed(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  for (std::size_t at = 0; at < row.size(); ++at) {
    if (row.substr(at, 2) == "\\|") {
      cell += row[++at];
    } else if (row[at] == '|') {
      cells.emplace_back(trimmed(cell));
      cell.clear();
    } else {
      cell += row[at];
    }
  }
  if (!trimmed(cell).empty()) cells.emplace_back(trimmed(cell));
  return cells;
}

std::string page_text(std::string_view markdown, const AnsiStyle& style, std::size_t width) {
  return PageText(markdown, style, width).write();
}

}  // namespace overmatch::report
