// SPDX-License-Identifier: Apache-2.0
// Converts a pattern in a mode to a regular expression of exactly the names that it selects.
//
// It reads the PCRE2 syntax that the reference matches (matchers/python_regex/python_dialect.h), so
// that Python's syntax is parsed in one place. Not supported: back-references, conditionals, atomic
// groups, possessive quantifiers, and assertions inside a look-behind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/automata/regular_expression.h"
#include "matchers/mode.h"

namespace overmatch {

enum class Reading : std::uint8_t {
  read,
  unsupported,  // compiles, but uses a construct that the automata do not support
  refused       // does not compile
};

struct PatternExpression {
  Reading reading = Reading::read;
  std::string why;  // the reason if not read
  RegularExpression expression;
};

// Converts one pattern of mode `regex`.
[[nodiscard]] PatternExpression express_regex(std::string_view regex);

// Converts all patterns of a literal mode to one expression with shared prefixes (a trie), so that
// a thousand paths do not become a thousand parallel automata.
[[nodiscard]] RegularExpression express_texts(Mode mode, const std::vector<std::string>& patterns);

}  // namespace overmatch
