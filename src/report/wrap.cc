// SPDX-License-Identifier: Apache-2.0
#include "report/wrap.h"

#include <algorithm>
#include <vector>

#include "names/utf8.h"
#include "report/words.h"

namespace overmatch::report {

namespace {

// A narrower terminal gets lines of this width all the same.
constexpr std::size_t kLeastWidth = 40;
constexpr std::size_t kMostIndent = 16;

// The length of the ANSI style that starts at `at`, or 0.
std::size_t style_at(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\x1b[") return 0;
  const std::size_t end = text.find('m', at);
  return end == std::string_view::npos ? 0 : end + 1 - at;
}

std::string without_styles(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t size = style_at(text, at); size > 0) {
      at += size;
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

// The end of the word that starts at `from`: the next space outside of backticks.
std::size_t end_of_word(std::string_view line, std::size_t from) {
  bool in_backticks = false;
  std::size_t at = from;
  for (; at < line.size() && (in_backticks || line[at] != ' '); ++at) {
    if (line[at] == '`') in_backticks = !in_backticks;
  }
  // A lone backtick quotes nothing.
  return in_backticks ? std::min(line.find(' ', from), line.size()) : at;
}

// Whether a line is there to be copied: a replay command, a member of a config, Python code.
bool is_to_copy(std::string_view line) {
  return line.starts_with("replay: ") ||
         (line.starts_with('"') && line.find("\": ") != std::string_view::npos) ||
         line.starts_with("for name in [") || line.starts_with("model.get_base_model()") ||
         line.starts_with("if re.fullmatch(");
}

void wrap_line(std::string_view line, std::size_t width, std::size_t hanging, std::string& out) {
  const std::string plain = without_styles(line);
  const std::size_t indent = std::min(plain.find_first_not_of(' '), plain.size());
  if (columns(plain) <= width || is_to_copy(std::string_view(plain).substr(indent))) {
    out += line;
    return;
  }
  const std::string margin(std::min(indent, kMostIndent) + hanging, ' ');
  std::size_t used = 0;
  bool empty = true;  // no word yet on this line
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t start = std::min(line.find_first_not_of(' ', at), line.size());
    const std::size_t end = end_of_word(line, start);
    const std::string_view spaces = line.substr(at, start - at);
    const std::string_view word = line.substr(start, end - start);
    const std::size_t size = visible_columns(word);
    if (!empty && used + spaces.size() + size > width) {
      out.append("\n").append(margin);
      used = margin.size();
    } else {
      out += spaces;
      used += spaces.size();
    }
    out += word;
    used += size;
    empty = empty && size == 0;
    at = end;
  }
}

}  // namespace

std::size_t visible_columns(std::string_view text) { return columns(without_styles(text)); }

std::string wrapped(std::string_view text, std::size_t width, std::size_t hanging) {
  width = std::max(width, kLeastWidth);
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    wrap_line(text.substr(0, end), width, hanging, out);
    if (end == std::string_view::npos) break;
    out += '\n';
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string cut_to(std::string_view line, std::size_t width) {
  if (columns(line) <= width) return std::string(line);
  std::string out;
  std::size_t used = 1;  // of the ellipsis
  for (std::size_t at = 0; at < line.size();) {
    const std::string_view point = code_point_at(line, at);
    used += columns(point);
    if (used > width) break;
    out += point;
    at += point.size();
  }
  return out + "…";
}

std::string cut_inside(std::string_view line, std::size_t width) {
  if (columns(line) <= width) return std::string(line);
  // The end of the line, from a code point on.
  std::size_t start = line.size();
  std::size_t used = 0;
  while (start > 0) {
    std::size_t before = start - 1;
    while (before > 0 && (static_cast<unsigned char>(line[before]) & 0xC0U) == 0x80U) --before;
    used += columns(line.substr(before, start - before));
    if (used > width / 2) break;
    start = before;
  }
  const std::size_t end = columns(line.substr(start));
  return cut_to(line.substr(0, start), width - std::min(width, end)) +
         std::string(line.substr(start));
}

std::string cut_path(std::string_view path, std::size_t width) {
  if (columns(path) <= width) return std::string(path);
  std::vector<std::string_view> segments;  // each with the dot behind it
  std::size_t start = 0;
  int depth = 0;
  for (std::size_t at = 0; at < path.size(); ++at) {
    if (path[at] == '{') ++depth;
    if (path[at] == '}') --depth;
    if (path[at] != '.' || depth != 0) continue;
    segments.push_back(path.substr(start, at + 1 - start));
    start = at + 1;
  }
  segments.push_back(path.substr(start));
  // The last segment says the most; then as many of the first ones as fit, then of the others.
  std::size_t front = 0;
  std::size_t back = segments.size() - 1;
  std::size_t used = columns(segments[back]) + 2;  // "…."
  if (used > width || back == 0) return cut_inside(path, width);
  while (front < back && used + columns(segments[front]) <= width)
    used += columns(segments[front++]);
  while (back > front && used + columns(segments[back - 1]) <= width)
    used += columns(segments[--back]);
  std::string out(path.substr(0, static_cast<std::size_t>(segments[front].data() - path.data())));
  return out + "…." + std::string(segments[back].data(), path.data() + path.size());
}

}  // namespace overmatch::report
