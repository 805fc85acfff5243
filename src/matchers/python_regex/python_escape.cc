// SPDX-License-Identifier: Apache-2.0
#include "matchers/python_regex/python_escape.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace overmatch {
namespace {

constexpr char32_t kMaxCodePoint = 0x10FFFF;
constexpr bool is_surrogate(char32_t code) noexcept { return code >= 0xD800 && code <= 0xDFFF; }

// Python's \s is str.isspace(). PCRE2's \s lacks U+001C to U+001F and has U+180E.
constexpr std::string_view kSpace =
    R"(\x{9}-\x{d}\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000})";
constexpr std::string_view kNotSpace =
    R"(\x{0}-\x{8}\x{e}-\x{1b}\x{21}-\x{84}\x{86}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027})"
    R"(\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{10ffff})";

// Python's \w is str.isalnum() and "_". The negation lists the other connecting punctuation,
// because no property has it without "_".
constexpr std::string_view kWord = R"(\p{L}\p{N}_)";
constexpr std::string_view kNotWord =
    R"(\p{M}\p{S}\p{Z}\p{C}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\x{203f}\x{2040}\x{2054})"
    R"(\x{fe33}\x{fe34}\x{fe4d}-\x{fe4f}\x{ff3f})";

// Capital letters beyond U+FFFF.
constexpr auto kHighCapitals = std::to_array<std::pair<char32_t, char32_t>>({{0x10400, 0x10427},
                                                                             {0x104B0, 0x104D3},
                                                                             {0x10570, 0x10595},
                                                                             {0x10C80, 0x10CB2},
                                                                             {0x118A0, 0x118BF},
                                                                             {0x16E40, 0x16E5F},
                                                                             {0x1E900, 0x1E921}});

// Letters that Python equates when it ignores case, but PCRE2 10.42 does not: found by comparing
// all pairs of cased letters (I, i, dotted I, dotless i; iota and upsilon with dialytika and tonos
// or oxia; the two st ligatures).
struct CaseFamily {
  std::array<char32_t, 4> members;  // padded with zeros
  std::string_view text;
};
constexpr std::array<CaseFamily, 4> kCaseFamilies = {
    {{{U'i', U'I', 0x130, 0x131}, R"(iI\x{130}\x{131})"},
     {{0x390, 0x1FD3}, R"(\x{390}\x{1fd3})"},
     {{0x3B0, 0x1FE3}, R"(\x{3b0}\x{1fe3})"},
     {{0xFB05, 0xFB06}, R"(\x{fb05}\x{fb06})"}}};

bool has_member(const CaseFamily& family, char32_t low, char32_t high) noexcept {
  return std::any_of(family.members.begin(), family.members.end(), [low, high](char32_t member) {
    return member != 0 && member >= low && member <= high;
  });
}

bool read_hex(PythonSource& source, std::size_t digits, char32_t& code) {
  const std::string_view text = source.take_while(digits, [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
  if (text.size() != digits) return false;
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, 16);
  code = value;
  return code <= kMaxCodePoint;
}

// Reads \0, \012, \101; in a class also \1 and \12. Outside a class, \1 to \99 are groups unless
// they are three octal digits.
bool read_number(PythonSource& source, char first, bool in_class, Escape& escape) {
  auto value = static_cast<char32_t>(first - '0');
  if (in_class || first == '0') {
    if (!is_octal_digit(first)) return false;
    for (const char digit : source.take_while(2, is_octal_digit))
      value = value * 8 + static_cast<char32_t>(digit - '0');
    escape.code = value;
    return value <= 0377;
  }
  const std::string_view second = source.take_while(1, is_digit);
  if (!second.empty()) {
    const bool octal = is_octal_digit(first) && is_octal_digit(second[0]);
    const std::string_view third =
        octal ? source.take_while(1, is_octal_digit) : std::string_view();
    const auto digit = static_cast<char32_t>(second[0] - '0');
    if (!third.empty()) {
      escape.code = (value * 8 + digit) * 8 + static_cast<char32_t>(third[0] - '0');
      return escape.code <= 0377;
    }
    value = value * 10 + digit;
  }
  escape = {EscapeKind::group, value};
  return true;
}

// Reads one end of a range or a single member of a class.
bool read_member(PythonSource& source, std::string_view token, Escape& member, std::string& why) {
  if (token.empty()) {
    why = "unterminated character set";
    return false;
  }
  if (token[0] == '\\') return read_python_escape(source, token, true, member, why);
  member = {EscapeKind::literal, decode_code_point(token)};
  return true;
}

}  // namespace

bool is_high_capital(char32_t code) noexcept {
  return std::any_of(kHighCapitals.begin(), kHighCapitals.end(), [code](const auto& range) {
    return code >= range.first && code <= range.second;
  });
}

bool read_python_escape(PythonSource& source, std::string_view token, bool in_class, Escape& escape,
                        std::string& why) {
  const char letter = token[1];
  escape = {EscapeKind::literal, decode_code_point(token.substr(1))};
  bool ok = true;
  switch (letter) {
    case 'a': escape.code = U'\a'; break;
    case 'f': escape.code = U'\f'; break;
    case 'n': escape.code = U'\n'; break;
    case 'r': escape.code = U'\r'; break;
    case 't': escape.code = U'\t'; break;
    case 'v': escape.code = U'\v'; break;
    case 'b':
      if (in_class) {
        escape.code = U'\b';
      } else {
        escape.kind = EscapeKind::anchor;
      }
      break;
    case 'A':
    case 'B':
    case 'Z':
      escape.kind = EscapeKind::anchor;
      ok = !in_class;
      break;
    case 'd':
    case 'D':
    case 's':
    case 'S':
    case 'w':
    case 'W': escape.kind = EscapeKind::category; break;
    case 'x': ok = read_hex(source, 2, escape.code); break;
    case 'u': ok = read_hex(source, 4, escape.code); break;
    case 'U': ok = read_hex(source, 8, escape.code); break;
    default:
      ok = is_digit(letter) ? read_number(source, letter, in_class, escape) : !is_letter(letter);
  }
  if (!ok) {
    why = letter == 'N' ? "\\N{name} is not supported" : "bad escape " + std::string(token);
    return false;
  }
  if (escape.kind == EscapeKind::literal && is_surrogate(escape.code)) {
    why = "surrogates are not supported";
    return false;
  }
  return true;
}

void append_pcre2_literal(std::string& out, char32_t code) {
  const bool word = code >= 0x80 || code == U'_' || is_digit(static_cast<char>(code)) ||
                    is_letter(static_cast<char>(code));
  // Escapes visible ASCII characters except word characters; others stand for themselves.
  if (!word && code > U' ' && code < 0x7F) out += '\\';
  append_code_point(out, code);
}

void append_pcre2_caseless_literal(std::string& out, char32_t code) {
  for (const CaseFamily& family : kCaseFamilies) {
    if (!has_member(family, code, code)) continue;
    out.append("[").append(family.text).append("]");
    return;
  }
  append_pcre2_literal(out, code);
}

void append_pcre2_category(std::string& out, char letter, bool in_class, WordSyntax words) {
  const bool is_word = letter == 'w' || letter == 'W';
  if (letter == 's' || letter == 'S' || (is_word && words == WordSyntax::spelled)) {
    const std::string_view body = letter == 's'   ? kSpace
                                  : letter == 'S' ? kNotSpace
                                  : letter == 'w' ? kWord
                                                  : kNotWord;
    in_class ? out.append(body) : out.append("[").append(body).append("]");
  } else {
    out += '\\';
    out += letter;
  }
}

void append_pcre2_border(std::string& out, bool inverted, WordSyntax words) {
  if (words == WordSyntax::escape) {
    out += inverted ? "\\B" : "\\b";
  } else if (inverted) {
    out += R"((?:(?<=[\p{L}\p{N}_])(?=[\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?![\p{L}\p{N}_])))";
  } else {
    out += R"((?:(?<=[\p{L}\p{N}_])(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}_])))";
  }
}

bool translate_python_class(PythonSource& source, bool ignore_case, WordSyntax words,
                            std::string& out, std::string& why) {
  out += '[';
  if (source.match('^')) out += '^';
  std::array<bool, kCaseFamilies.size()> families{};
  const auto note = [&](char32_t low, char32_t high) {
    for (std::size_t i = 0; i < families.size(); ++i)
      families[i] = families[i] || has_member(kCaseFamilies[i], low, high);
  };
  std::size_t members = 0;
  bool has_high_capital = false;
  for (bool first = true;; first = false, ++members) {
    const std::string_view token = source.get();
    if (token == "]" && !first) break;
    Escape low;
    if (!read_member(source, token, low, why)) return false;
    if (low.kind == EscapeKind::category) {
      append_pcre2_category(out, static_cast<char>(low.code), true, words);
    } else {
      append_pcre2_literal(out, low.code);
    }
    Escape high = low;
    if (source.match('-')) {
      const std::string_view end = source.get();
      if (end == "]") {
        if (low.kind == EscapeKind::literal) {
          note(low.code, low.code);
          has_high_capital = has_high_capital || is_high_capital(low.code);
        }
        out += "\\-";
        members += 2;
        break;
      }
      if (!read_member(source, end, high, why)) return false;
      if (low.kind != EscapeKind::literal || high.kind != EscapeKind::literal ||
          high.code < low.code) {
        why = "bad character range " + std::string(token) + "-" + std::string(end);
        return false;
      }
      out += '-';
      append_pcre2_literal(out, high.code);
    } else if (low.kind == EscapeKind::literal) {
      has_high_capital = has_high_capital || is_high_capital(low.code);
    }
    if (low.kind == EscapeKind::literal) note(low.code, high.code);
  }
  // Python compares the lower-case letter of the text with the capitals of the class, so that they
  // never match.
  if (ignore_case && has_high_capital && members > 1) {
    why = "a capital letter beyond U+FFFF in a class that ignores case is not supported";
    return false;
  }
  for (std::size_t i = 0; ignore_case && i < families.size(); ++i) {
    if (families[i]) out += kCaseFamilies[i].text;
  }
  out += ']';
  return true;
}

}  // namespace overmatch
