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
  std::size_t groups = 0;  // the regex for PCRE2 has at most so many
};

// Says which code points a character class of a regex matches.
class CharacterSets {
 public:
  CharacterSets() = default;
  CharacterSets(const CharacterSets&) = delete;
  CharacterSets& operator=(const CharacterSets&) = delete;
  virtual ~CharacterSets() = default;

  // As code_points_of (matchers/python_regex/code_points.h).
  [[nodiscard]] virtual const CodeSet& of(std::string_view item, bool ignore_case) = 0;
  // All code points but the newline.
  [[nodiscard]] virtual const CodeSet& dot() = 0;
};

// Converts one pattern of a mode of regexes.
[[nodiscard]] PatternExpression express_regex(std::string_view regex, Mode mode = Mode::regex);
// Converts a regex that PCRE2 is known to accept, over the characters that `sets` tells apart, and
// without what a mode allows beside it.
[[nodiscard]] PatternExpression express_accepted_regex(std::string_view regex, CharacterSets& sets);

// Converts one pattern of a mode of globs.
[[nodiscard]] RegularExpression express_glob(Mode mode, std::string_view glob);

// Converts all patterns of a mode of text to one expression with shared prefixes (a trie), so that
// a thousand paths do not become a thousand parallel automata.
[[nodiscard]] RegularExpression express_texts(Mode mode, const std::vector<std::string>& patterns);

// Replaces the root by one that matches, too, what a mode allows beside a match.
void add_beside(Mode mode, RegularExpression& expression);

}  // namespace overmatch
