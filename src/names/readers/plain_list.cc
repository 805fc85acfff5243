// SPDX-License-Identifier: Apache-2.0
#include "names/readers/plain_list.h"

#include <algorithm>
#include <optional>

#include "names/ascii.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// The most lines that are checked byte by byte.
constexpr std::size_t kSample = 1'000;
// The fewest lines for which "most lines" is meaningful.
constexpr std::size_t kFewest = 3;

constexpr std::string_view kElse = "; names that are really so are read from a JSON array";

bool is_usual(char c) noexcept {
  return is_word(c) || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

// The name in a line `"model.norm",`; nothing if the line has no quotes.
std::optional<std::string_view> unquoted(std::string_view line) {
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  if (line.ends_with(',')) line.remove_suffix(1);
  if (line.size() < 3 || line.front() != line.back() || (line[0] != '"' && line[0] != '\''))
    return std::nullopt;
  const std::string_view name = line.substr(1, line.size() - 2);
  if (name.find_first_of(line[0] == '"' ? "\"\\" : "'\\") != std::string_view::npos)
    return std::nullopt;
  return name;
}

struct Kind {
  std::size_t count = 0;
  std::size_t first = 0;  // the number of the first line, from 1
  std::size_t offset = 0;
  std::string_view text;

  void meet(std::size_t number, std::size_t at, std::string_view line) {
    if (count++ > 0) return;
    first = number;
    offset = at;
    text = line;
  }
  // "3 lines (the first is line 7)"
  [[nodiscard]] std::string in_words() const {
    return count == 1
               ? "line " + std::to_string(first)
               : std::to_string(count) + " lines (the first is line " + std::to_string(first) + ")";
  }
};

}  // namespace

PlainList check_list(std::string_view text, const TreeBuilder& tree) {
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    tree.fail(nul, "a NUL byte: a list of names is a text" + std::string(kElse));
  }
  PlainList list;
  Kind comments;
  Kind edges;
  Kind unusual;
  std::size_t quoted_lines = 0;
  std::size_t lines = 0;  // without comments
  std::size_t number = 0;
  std::vector<std::string_view> kept;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    if (line.starts_with('#')) {
      if (comments.count == 0) kept.reserve(text.size() / 32);
      comments.meet(number, at, line);
    } else if (!line.empty()) {
      ++lines;
      if (is_blank(line.front()) || is_blank(line.back())) edges.meet(number, at, line);
      if (quoted_lines + 1 == lines && unquoted(line)) ++quoted_lines;
      if (lines <= kSample && !std::all_of(line.begin(), line.end(), is_usual))
        unusual.meet(number, at, line);
    }
    at = end + 1;
  }
  const bool quotes = lines > 0 && quoted_lines == lines;
  if (!quotes && unusual.count >= kFewest && 2 * unusual.count > std::min(lines, kSample)) {
    const auto odd = std::find_if_not(unusual.text.begin(), unusual.text.end(), is_usual);
    tree.fail(unusual.offset,
              "no list of modules: most lines hold characters that names of "
              "modules do not have, as " +
                  in_quotes(std::string_view(&*odd, 1)) + " in " + quoted_short(unusual.text) +
                  std::string(kElse));
  }
  if (comments.count > 0) {
    list.warnings.push_back(comments.in_words() + " left out as " +
                            (comments.count == 1 ? "a comment" : "comments") +
                            ", because of the # in front" + std::string(kElse));
  }
  if (!quotes && edges.count > 0) {
    list.warnings.push_back(edges.in_words() +
                            " with a blank at the start or the end, which is "
                            "read as part of the name: " +
                            quoted_short(edges.text));
  } else if (!quotes && unusual.count > 0) {
    list.warnings.push_back(unusual.in_words() +
                            " with characters that names of modules seldom have, read as a name "
                            "all the same: " +
                            quoted_short(unusual.text));
  }
  if (comments.count == 0 && !quotes) return list;
  list.changed = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.starts_with('#')) kept.push_back(quotes && !line.empty() ? *unquoted(line) : line);
    at = end + 1;
  }
  list.lines = std::move(kept);
  return list;
}

bool are_parameters(std::span<const std::string_view> names) noexcept {
  const auto count = std::count_if(names.begin(), names.end(), [](std::string_view name) {
    return name.ends_with(".weight") || name.ends_with(".bias");
  });
  return 2 * static_cast<std::size_t>(count) > names.size();
}

}  // namespace overmatch
