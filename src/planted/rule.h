// SPDX-License-Identifier: Apache-2.0
// A rule is a matcher's condition as an expression tree, so that all its mutants can be made
// (mutation testing).
//
// The references of the modes of text are written as rules once more; tests show that they equal
// the references.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/mode.h"

namespace overmatch::plant {

// A node of the expression tree.
struct Rule {
  enum class Kind : unsigned char {
    // conditions
    yes,
    no,
    negation,  // of args[0]
    either,    // args[0] || args[1]
    both,      // args[0] && args[1]
    equal,     // texts args[0] == args[1]
    ends,      // args[0].ends_with(args[1])
    starts,    // args[0].starts_with(args[1])
    contains,  // args[0] holds args[1]
    empty,     // args[0].empty()
    less,      // numbers args[0] < args[1]
    less_equal,
    greater,
    greater_equal,
    same,       // numbers args[0] == args[1]
    other,      // numbers args[0] != args[1]
    character,  // text args[0] has `letter` at index args[1]; false if the index is out of range
    // numbers
    size,      // of the text args[0]
    constant,  // `number`
    minus,
    plus,
    // texts
    path,
    pattern,
    before,  // `letter` + text args[0]
    behind,  // text args[0] + `letter`
  };
  Kind kind = Kind::no;
  std::vector<Rule> args;
  long number = 0;
  char letter = '.';

  // Evaluates a condition.
  [[nodiscard]] bool selects(std::string_view path, std::string_view pattern) const;
  // The expression as C++, e.g. "path.size() > pattern.size()".
  [[nodiscard]] std::string text() const;
};

// The rule of a mode's reference; `mode` must be of Syntax::text.
[[nodiscard]] Rule rule_of(Mode mode);

// A rule with one change at one place.
struct Mutant {
  Rule rule;
  std::string from;  // the changed expression as C++, before and after
  std::string to;
};

// All mutants: each mutation operator at each place where it applies. The operators: a condition
// becomes true, false or negated; `||` and `&&` are swapped; each comparison becomes each other
// one; `==`, ends_with, starts_with and find() become each other, or swap their arguments; a number
// becomes one more or less; `-` becomes `+`; a text becomes the other text; a letter
// becomes another, or is left out.
[[nodiscard]] std::vector<Mutant> mutants_of(const Rule& rule);

}  // namespace overmatch::plant
