// SPDX-License-Identifier: Apache-2.0
// A matcher's rule as an expression, so that mutants of it can be made one after another, none left
// out. The four literal references are written in it once more; mutants_test.cc shows that they say
// what the references say.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/mode.h"

namespace overmatch::plant {

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
    character,  // text args[0] has `letter` at the number args[1]; not so where it has no such
                // place
    // numbers
    size,      // of the text args[0]
    constant,  // `number`
    minus,
    plus,
    // texts
    path,
    pattern,
  };
  Kind kind = Kind::no;
  std::vector<Rule> args;
  long number = 0;
  char letter = '.';

  // Of a condition: whether it selects.
  [[nodiscard]] bool selects(std::string_view path, std::string_view pattern) const;
  // As in the sources: "path.size() > pattern.size()".
  [[nodiscard]] std::string text() const;
};

// The reference's rule; `mode` must not be Mode::regex.
[[nodiscard]] Rule rule_of(Mode mode);

// One change of a rule at one place.
struct Mutant {
  Rule rule;
  std::string from;  // the text of what was changed, and of what it became
  std::string to;
};

// Every mutation operator at every place where it applies: a condition always true, never true,
// turned; `||` for `&&` and the other way; each comparison by each other; `==`, ends_with,
// starts_with and find() by each other and with their arguments swapped; every number one more and
// one less; `+` for `-`; the other text; another letter.
[[nodiscard]] std::vector<Mutant> mutants_of(const Rule& rule);

}  // namespace overmatch::plant
