// SPDX-License-Identifier: Apache-2.0
// From a pattern in a mode to a regular expression of exactly the names that it selects.
//
// A regex is read from the translation that the reference itself gives to PCRE2
// (matchers/python_regex/python_dialect.h), so the grammar of Python's `re` is parsed in one place.
// Outside of what an automaton can follow here, and said so: back-references, conditionals, atomic
// groups and possessive quantifiers, assertions inside of a look-behind.
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
  unsupported,  // means something, but nothing that we can decide about
  refused       // does not compile: the mode rejects it
};

struct PatternExpression {
  Reading reading = Reading::read;
  std::string why;  // if not read
  RegularExpression expression;
};

[[nodiscard]] PatternExpression express_regex(std::string_view regex);

// The patterns of a literal mode together, what they have in common in front once: a list of a
// thousand paths is a tree of its segments, not a thousand automata side by side.
[[nodiscard]] RegularExpression express_texts(Mode mode, const std::vector<std::string>& patterns);

}  // namespace overmatch
