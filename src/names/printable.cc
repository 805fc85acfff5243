// SPDX-License-Identifier: Apache-2.0
#include "names/printable.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "names/utf8.h"

namespace overmatch {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Code points that are invisible, or that draw over or reorder their neighbours, so that names that
// differ only in them look alike. Sorted. They are whole blocks instead of Unicode categories,
// because the vowel signs of Thai or Hindi are combining characters too but must stay readable.
constexpr std::array kHidden = {
    Range{0x0080, 0x00A0},    // C1 controls, no-break space
    Range{0x00AD, 0x00AD},    // soft hyphen
    Range{0x0300, 0x036F},    // combining accents
    Range{0x0483, 0x0489},    // combining Cyrillic
    Range{0x061C, 0x061C},    // Arabic letter mark
    Range{0x115F, 0x1160},    // Hangul fillers
    Range{0x1680, 0x1680},    // Ogham space
    Range{0x17B4, 0x17B5},    // invisible Khmer vowels
    Range{0x180B, 0x180F},    // Mongolian selectors
    Range{0x1AB0, 0x1AFF},    // combining accents, extended
    Range{0x1DC0, 0x1DFF},    // combining accents, supplement
    Range{0x2000, 0x200F},    // spaces of all widths, joiners, direction marks
    Range{0x2028, 0x202F},    // line and paragraph separators, direction overrides, narrow space
    Range{0x205F, 0x206F},    // mathematical space, word joiner, direction isolates
    Range{0x20D0, 0x20FF},    // combining marks for symbols
    Range{0x2800, 0x2800},    // blank Braille pattern
    Range{0x3000, 0x3000},    // ideographic space
    Range{0x3099, 0x309A},    // combining kana voicing, what NFD makes of many Japanese letters
    Range{0x3164, 0x3164},    // Hangul filler
    Range{0xE000, 0xF8FF},    // private use: each font draws its own
    Range{0xFE00, 0xFE0F},    // variation selectors
    Range{0xFE20, 0xFE2F},    // combining half marks
    Range{0xFEFF, 0xFEFF},    // byte-order mark
    Range{0xFFA0, 0xFFA0},    // halfwidth Hangul filler
    Range{0xFFF0, 0xFFFB},    // interlinear annotation
    Range{0xFFFE, 0xFFFF},    // no characters
    Range{0x1D173, 0x1D17A},  // musical controls
    Range{0xE0000, 0xE0FFF},  // tags, more variation selectors
    Range{0xF0000, 0x10FFFF}  // private use
};
static_assert(std::is_sorted(kHidden.begin(), kHidden.end(),
                             [](Range a, Range b) { return a.last < b.first; }));

bool is_hidden(char32_t code) {
  const auto found = std::lower_bound(kHidden.begin(), kHidden.end(), code,
                                      [](Range r, char32_t c) { return r.last < c; });
  return found != kHidden.end() && found->first <= code;
}

char32_t decode(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  char32_t code = bytes.size() == 1 ? lead : lead & (0x7FU >> bytes.size());
  for (const char tail : bytes.substr(1))
    code = (code << 6U) | (static_cast<unsigned char>(tail) & 0x3FU);
  return code;
}

void append_hex(std::string& out, char kind, std::uint32_t value, unsigned digits) {
  out += '\\';
  out += kind;
  for (unsigned left = digits; left-- > 0;) out += "0123456789abcdef"[(value >> (4 * left)) & 0xFU];
}

void append_ascii(std::string& out, char c, bool doubles) {
  switch (c) {
    case '\n': out += "\\n"; break;
    case '\t': out += "\\t"; break;
    case '\r': out += "\\r"; break;
    case '\0': out += "\\0"; break;
    case '\\': out += doubles ? "\\\\" : "\\"; break;
    default:
      if (c < 0x20 || c == 0x7F) {
        append_hex(out, 'x', static_cast<unsigned char>(c), 2);
      } else {
        out += c;
      }
  }
}

// With `doubles`, doubles each backslash, so that it cannot be mistaken for an escape.
void append_printable(std::string& out, std::string_view text, bool doubles = true) {
  while (!text.empty()) {
    const std::size_t valid = std::min(find_invalid_utf8(text), text.size());
    for (std::size_t at = 0; at < valid;) {
      const std::string_view bytes = code_point_at(text, at);
      at += bytes.size();
      if (bytes.size() == 1) {
        append_ascii(out, bytes[0], doubles);
      } else if (const char32_t code = decode(bytes); !is_hidden(code)) {
        out += bytes;
      } else if (code <= 0xFFFF) {
        append_hex(out, 'u', code, 4);
      } else {
        append_hex(out, 'U', code, 8);
      }
    }
    text.remove_prefix(valid);
    if (text.empty()) break;
    // An invalid byte becomes \x; it cannot be mistaken for a code point, which becomes \u.
    append_hex(out, 'x', static_cast<unsigned char>(text[0]), 2);
    text.remove_prefix(1);
  }
}

}  // namespace

std::string printable_path(std::string_view path) {
  if (path.empty()) return "(root)";
  std::string out;
  out.reserve(path.size());
  append_printable(out, path);
  return out;
}

std::string printable_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_printable(out, text, false);
  return out;
}

bool shows_as_it_is(std::string_view text) { return printable_text(text) == text; }

std::string in_quotes(std::string_view text) {
  if (text.find('"') == std::string_view::npos && shows_as_it_is(text))
    return "\"" + std::string(text) + "\"";
  std::string out = "$'";
  for (std::size_t quote = text.find('\''); quote != std::string_view::npos;
       quote = text.find('\'')) {
    append_printable(out, text.substr(0, quote));
    out += "\\'";
    text.remove_prefix(quote + 1);
  }
  append_printable(out, text);
  return out += '\'';
}

std::string quoted_short(std::string_view text) {
  constexpr std::size_t kMost = 90;  // fits a line of 100 columns with quotes
  if (text.size() <= kMost) return in_quotes(text);
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;  // not inside a code point
  return in_quotes(text.substr(0, end)) + "… (" + std::to_string(text.size()) + " bytes)";
}

}  // namespace overmatch
