// SPDX-License-Identifier: Apache-2.0
#include "report/lock/lock_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "names/ascii.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/tree_builder.h"

namespace overmatch {

namespace {

constexpr std::string_view kRoot = "(root)";
// The most names of one line: some ten times those of the largest tree in the corpus. The bound
// stops a damaged file.
constexpr std::size_t kMostOfOneLine = std::size_t{1} << 20U;

void append_escaped(std::string& out, std::string_view name) {
  const bool visible = shows_as_it_is(name);
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7F ||
        std::string_view("{},\\()").find(c) != std::string_view::npos || (byte >= 0x80 && !visible))
      out += fmt::format("\\x{:02x}", byte);
    else
      out += c;
  }
}

unsigned long number_of(std::string_view digits) noexcept {
  unsigned long value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

void append_numbers(std::string& out, const std::vector<std::string_view>& names) {
  std::vector<unsigned long> values;
  values.reserve(names.size());
  for (const std::string_view name : names) values.push_back(number_of(name));
  std::sort(values.begin(), values.end());
  for (std::size_t at = 0; at < values.size();) {
    std::size_t end = at;
    while (end + 1 < values.size() && values[end + 1] == values[end] + 1) ++end;
    out += fmt::format("{}{}", at == 0 ? "" : ",", values[at]);
    if (end > at) out += fmt::format("{}{}", end > at + 1 ? ".." : ",", values[end]);
    at = end + 1;
  }
}

std::string spelled(const FoldedLine& line) {
  if (line.places.empty()) return std::string(kRoot);
  std::string out;
  for (const FoldedPlace& place : line.places) {
    if (!out.empty()) out += kSeparator;
    if (place.names.size() == 1) {
      append_escaped(out, place.names.front());
      continue;
    }
    out += '{';
    if (place.numbers) {
      append_numbers(out, place.names);
    } else {
      std::vector<std::string_view> names = place.names;
      std::sort(names.begin(), names.end());
      for (std::size_t at = 0; at < names.size(); ++at) {
        if (at > 0) out += ',';
        append_escaped(out, names[at]);
      }
    }
    out += '}';
  }
  return out;
}

int hex_value(char c) noexcept {
  if (is_digit(c)) return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Reads one name up to `.`, `,`, `{`, `}` or the end. False for a wrong escape.
bool read_name(std::string_view& rest, std::string& name) {
  while (!rest.empty() && std::string_view(".,{}").find(rest[0]) == std::string_view::npos) {
    if (rest[0] != '\\') {
      name += rest[0];
      rest.remove_prefix(1);
      continue;
    }
    if (rest.size() < 4 || rest[1] != 'x') return false;
    const int high = hex_value(rest[2]);
    const int low = hex_value(rest[3]);
    if (high < 0 || low < 0) return false;
    name += static_cast<char>(high * 16 + low);
    rest.remove_prefix(4);
  }
  return true;
}

bool skip(std::string_view& rest, std::string_view word) {
  if (!rest.starts_with(word)) return false;
  rest.remove_prefix(word.size());
  return true;
}

// Reads the alternatives behind a `{`, up to the `}`.
bool read_alternatives(std::string_view& rest, std::vector<std::string>& names) {
  do {
    std::string name;
    if (!read_name(rest, name) || name.empty()) return false;
    if (!skip(rest, "..")) {
      names.push_back(std::move(name));
      continue;
    }
    std::string last;
    if (!read_name(rest, last) || !is_number(name) || !is_number(last)) return false;
    const unsigned long from = number_of(name);
    const unsigned long to = number_of(last);
    if (name.size() > 9 || last.size() > 9 || to <= from || to - from >= kMostOfOneLine)
      return false;
    for (unsigned long value = from; value <= to; ++value) names.push_back(std::to_string(value));
  } while (skip(rest, ","));
  return skip(rest, "}");
}

// The alternatives of each segment; nothing if the line is malformed.
std::optional<std::vector<std::vector<std::string>>> read_places(std::string_view text) {
  std::vector<std::vector<std::string>> places;
  do {
    std::vector<std::string>& names = places.emplace_back();
    if (skip(text, "{")) {
      if (!read_alternatives(text, names)) return std::nullopt;
    } else {
      std::string name;
      if (!read_name(text, name) || name.empty()) return std::nullopt;
      names.push_back(std::move(name));
    }
  } while (skip(text, "."));
  if (!text.empty()) return std::nullopt;
  return places;
}

}  // namespace

FoldedNames folded(const TreeIndex& index, const Selection& modules) {
  FoldedNames out;
  out.count = modules.size();
  for (const FoldedLine& line : fold(index, modules).lines)
    out.lines.push_back({spelled(line), line.count});
  std::sort(out.lines.begin(), out.lines.end(),
            [](const FoldedText& left, const FoldedText& right) { return left.text < right.text; });
  return out;
}

FoldedNames folded(const std::vector<std::string>& names) {
  if (names.empty()) return {};
  std::vector<std::string_view> sorted(names.begin(), names.end());
  std::sort(sorted.begin(), sorted.end());  // the root comes first, as a builder demands
  const std::string file = "names";
  TreeBuilder builder("", file);
  for (const std::string_view name : sorted) (void)builder.add(name, 0);
  ModuleTree tree;
  tree.modules = std::move(builder).finish().first;
  const TreeIndex index(tree);
  Selection modules;
  for (const std::string_view name : sorted) modules.push_back(index.find(name));
  sort_modules(modules, index.size());
  return folded(index, modules);
}

bool append_names(const FoldedText& line, std::vector<std::string>& names) {
  if (line.text == kRoot) {
    names.emplace_back();
    return line.count == 1;
  }
  const auto places = read_places(line.text);
  if (!places) return false;
  std::size_t count = 1;
  for (const std::vector<std::string>& place : *places) {
    count *= place.size();
    if (count > kMostOfOneLine) return false;
  }
  if (count != line.count) return false;
  // The last place varies first, as in a number.
  std::vector<std::size_t> chosen(places->size());
  for (std::size_t made = 0; made < count; ++made) {
    std::string& name = names.emplace_back();
    for (std::size_t at = 0; at < places->size(); ++at) {
      if (at > 0) name += kSeparator;
      name += (*places)[at][chosen[at]];
    }
    for (std::size_t at = places->size(); at-- > 0;) {
      if (++chosen[at] < (*places)[at].size()) break;
      chosen[at] = 0;
    }
  }
  return true;
}

std::vector<std::string> names_of(const FoldedNames& folded) {
  std::vector<std::string> names;
  for (const FoldedText& line : folded.lines) (void)append_names(line, names);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace overmatch
