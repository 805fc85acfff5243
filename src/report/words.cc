// SPDX-License-Identifier: Apache-2.0
#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "names/printable.h"
#include "names/utf8.h"

namespace overmatch::report {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Blocks of code points that terminals draw two columns wide, coarsely: only alignment needs them.
// Source: East Asian Width W and F, https://www.unicode.org/reports/tr11/
constexpr std::array kWide = {
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},
    Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
    Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

char32_t decode(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  char32_t code = bytes.size() == 1 ? lead : lead & (0x7FU >> bytes.size());
  for (const char tail : bytes.substr(1))
    code = (code << 6U) | (static_cast<unsigned char>(tail) & 0x3FU);
  return code;
}

std::string printed(std::string_view text) {
  return text.empty() ? std::string() : printable_path(text);
}

std::string unchanged(std::string_view text) { return std::string(text); }

// Shows `text` by `print`. If that is too long, keeps both ends, cut between code points and never
// inside an escape.
template <typename Print>
std::string shorten(std::string_view text, std::size_t most, const Print& print) {
  // A code point has at most 4 bytes and prints as at least one column: a longer text cannot fit.
  if (text.size() <= 4 * most) {
    std::string whole = print(text);
    if (columns(whole) <= most) return whole;
  }
  const std::string gap = fmt::format("…[{} bytes]…", grouped(text.size()));
  const std::size_t half = (most - std::min(most, columns(gap))) / 2;
  std::string head;
  std::size_t from = 0;
  for (std::size_t used = 0; from < text.size();) {
    const std::string_view point = code_point_at(text, from);
    const std::string shown = print(point);
    used += columns(shown);
    if (used > half) break;
    head += shown;
    from += point.size();
  }
  std::string tail;
  for (std::size_t end = text.size(), used = 0; end > from;) {
    std::size_t start = end - 1;
    while (start > from && is_continuation(text[start])) --start;
    const std::string shown = print(text.substr(start, end - start));
    used += columns(shown);
    if (used > half) break;
    tail.insert(0, shown);
    end = start;
  }
  return head + gap + tail;
}

// One code point inside a shell's $'…'.
std::string in_dollar_quotes(std::string_view text) { return text == "'" ? "\\'" : printed(text); }

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string_view first_line(std::string_view text) noexcept {
  return text.substr(0, text.find('\n'));
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view point = code_point_at(text, at);
    at += point.size();
    const char32_t code = decode(point);
    sum += std::any_of(kWide.begin(), kWide.end(),
                       [&](Range r) { return r.first <= code && code <= r.last; })
               ? 2
               : 1;
  }
  return sum;
}

std::string short_path(std::string_view path, std::size_t most) {
  return path.empty() ? printable_path(path) : shorten(path, most, printed);
}

std::string short_quoted(std::string_view pattern, std::size_t most) {
  if (pattern.find('"') == std::string_view::npos && shows_as_it_is(pattern))
    return "\"" + shorten(pattern, most, unchanged) + "\"";
  // Each code point is escaped by itself.
  std::string whole = in_quotes(pattern);
  if (columns(whole) <= most + 3) return whole;
  return "$'" + shorten(pattern, most, in_dollar_quotes) + "'";
}

std::string path_in_words(std::string_view path) {
  return path.empty() ? "the root" : "`" + short_path(path) + "`";
}

std::string pattern_in_words(std::string_view pattern) {
  const std::string shown =
      shows_as_it_is(pattern) ? shorten(pattern, kNameColumns, unchanged) : short_quoted(pattern);
  return pattern.empty() ? "the empty pattern" : "the pattern `" + shown + "`";
}

std::string printable_line(std::string_view line) { return printable_text(line); }

std::string shell_quoted(std::string_view word) {
  constexpr std::string_view harmless =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=@%+";
  if (!word.empty() && word.find_first_not_of(harmless) == std::string_view::npos)
    return std::string(word);
  std::string out = "'";
  for (const char c : word) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace overmatch::report
