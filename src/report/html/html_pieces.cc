// SPDX-License-Identifier: Apache-2.0
#include "report/html/html_pieces.h"

#include <fmt/format.h>

#include "names/path.h"
#include "report/markup.h"

namespace overmatch::report {

namespace {

// Columns that a phone shows side by side.
constexpr std::size_t kNarrowColumns = 3;

}  // namespace

std::string code(std::string_view text) { return "<code><bdi>" + escaped(text) + "</bdi></code>"; }

std::string marked_code(std::string_view text, std::string_view marks) {
  std::string out = "<code><bdi>";
  for (std::size_t at = 0; at < text.size();) {
    const auto is_marked = [&](std::size_t byte) {
      return byte < marks.size() && marks[byte] == '~';
    };
    std::size_t end = at;
    while (end < text.size() && is_marked(end) == is_marked(at)) ++end;
    const std::string part = escaped(text.substr(at, end - at));
    out += is_marked(at) ? "<mark>" + part + "</mark>" : part;
    at = end;
  }
  return out + "</bdi></code>";
}

std::string collision_marks(std::string_view path, std::string_view pattern) {
  if (pattern.empty()) return "";
  std::size_t at = path.rfind(pattern);
  if (!path.ends_with(pattern)) at = path.find(pattern);
  if (at == std::string_view::npos) return "";
  std::string marks(path.size(), ' ');
  const auto is_inside = [&](std::size_t byte) { return path[byte] != kSeparator; };
  if (pattern.front() != kSeparator)
    for (std::size_t front = at; front > 0 && is_inside(front - 1); --front) marks[front - 1] = '~';
  if (pattern.back() != kSeparator)
    for (std::size_t back = at + pattern.size(); back < path.size() && is_inside(back); ++back)
      marks[back] = '~';
  return marks.find('~') == std::string::npos ? "" : marks;
}

std::string badge(Tone tone, std::string_view word) {
  return fmt::format("<span class=\"badge {}\">{}</span>", css_class(tone), escaped(word));
}

std::string paragraph(std::string_view text) { return "<p>" + escaped(text) + "</p>\n"; }

std::string details(std::string_view summary, std::string_view html, bool open) {
  return fmt::format("<details{}><summary>{}</summary>\n{}</details>\n", open ? " open=\"\"" : "",
                     escaped(summary), html);
}

// The keyboard scrolls what has a tabindex.
std::string block(std::string_view text) {
  return "<pre tabindex=\"0\">" + escaped(text) + "</pre>\n";
}

std::string list(const std::vector<std::string>& items) {
  if (items.empty()) return "";
  std::string out = "<ul>\n";
  for (const std::string& item : items) out += "<li>" + item + "</li>\n";
  return out + "</ul>\n";
}

std::string terms(const std::vector<std::pair<std::string, std::string>>& rows) {
  if (rows.empty()) return "";
  std::string out = "<dl>\n";
  for (const auto& [name, html] : rows)
    out += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), html);
  return out + "</dl>\n";
}

HtmlTable::HtmlTable(std::string_view caption, const std::vector<std::string_view>& columns)
    : caption_(escaped(caption)), wide_(columns.size() > kNarrowColumns) {
  for (const std::string_view column : columns)
    head_ += "<th scope=\"col\">" + escaped(column) + "</th>";
}

void HtmlTable::row(const std::vector<std::string>& cells, Tone tone) {
  rows_ += fmt::format("<tr class=\"{}\">", css_class(tone));
  for (std::size_t at = 0; at < cells.size(); ++at) {
    rows_ += at == 0 ? "<th scope=\"row\">" : "<td>";
    rows_ += cells[at];
    rows_ += at == 0 ? "</th>" : "</td>";
  }
  rows_ += "</tr>\n";
}

std::string HtmlTable::write() const {
  if (rows_.empty()) return "";
  return fmt::format(
      "<div class=\"scroll\" role=\"group\" aria-label=\"{0}\" tabindex=\"0\">\n"
      "<table{3}>\n<caption>{0}</caption>\n<thead><tr>{1}</tr></thead>\n<tbody>\n{2}</tbody>\n"
      "</table>\n</div>\n",
      caption_, head_, rows_, wide_ ? " class=\"wide\"" : "");
}

}  // namespace overmatch::report
