// SPDX-License-Identifier: Apache-2.0
// Parses backslash escapes and character classes of Python's `re`, and writes them for PCRE2.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "matchers/python_regex/python_dialect.h"
#include "matchers/python_regex/python_source.h"

namespace overmatch {

enum class EscapeKind : std::uint8_t {
  literal,   // one code point: \n, \x41, \u00e9, \101, \.
  category,  // \d \D \s \S \w \W
  anchor,    // \A \b \B \Z, outside a class only
  group      // \1, outside a class only
};

struct Escape {
  EscapeKind kind = EscapeKind::literal;
  // The code point of a literal, the letter of a category or an anchor, or the number of a group.
  char32_t code = 0;
};

// Reads the rest of the escape that begins with `token`. Returns false, with the reason in `why`,
// if Python refuses the escape or it is not supported.
[[nodiscard]] bool read_python_escape(PythonSource& source, std::string_view token, bool in_class,
                                      Escape& escape, std::string& why);

// Appends one code point as a PCRE2 literal that is valid inside and outside a class.
void append_pcre2_literal(std::string& out, char32_t code);
// Appends a caseless literal. Letters that only Python treats as equal (i and ı, …) become a class.
void append_pcre2_caseless_literal(std::string& out, char32_t code);
// Appends \d, \s, …, either as a member of a class or standing alone.
void append_pcre2_category(std::string& out, char letter, bool in_class, WordSyntax words);
// Appends \b, or \B if `inverted`.
void append_pcre2_border(std::string& out, bool inverted, WordSyntax words);

// Translates a class after its `[`. Returns false, with the reason in `why`, if it is refused.
[[nodiscard]] bool translate_python_class(PythonSource& source, bool ignore_case, WordSyntax words,
                                          std::string& out, std::string& why);

// Whether `code` is a capital letter beyond U+FFFF, which Python never matches in a caseless class.
[[nodiscard]] bool is_high_capital(char32_t code) noexcept;

}  // namespace overmatch
