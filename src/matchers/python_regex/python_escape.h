// SPDX-License-Identifier: Apache-2.0
// Backslash escapes and character classes of Python's `re`: the half of the dialect that is about
// single characters.
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
  char32_t code =
      0;  // the code point; the letter of a category or an anchor; the number of a group
};

// Reads the rest of the escape that begins with `token`. False if Python refuses it or we do not
// support it, with the reason.
[[nodiscard]] bool read_python_escape(PythonSource& source, std::string_view token, bool in_class,
                                      Escape& escape, std::string& why);

// Appends one code point, so that PCRE2 reads it as itself, in a class or outside.
void append_pcre2_literal(std::string& out, char32_t code);
// The same where case is ignored. Python knows some pairs of letters (i and ı, …) that PCRE2 does
// not: they become a class.
void append_pcre2_caseless_literal(std::string& out, char32_t code);
// Appends \d, \s, … as an item of its own, or for use in a class.
void append_pcre2_category(std::string& out, char letter, bool in_class, WordSyntax words);
// Appends \b, or \B.
void append_pcre2_border(std::string& out, bool inverted, WordSyntax words);

// Translates a class; its `[` has been taken.
[[nodiscard]] bool translate_python_class(PythonSource& source, bool ignore_case, WordSyntax words,
                                          std::string& out, std::string& why);

// Capital letters beyond U+FFFF: in a class that ignores case, Python's never match.
[[nodiscard]] bool is_high_capital(char32_t code) noexcept;

}  // namespace overmatch
