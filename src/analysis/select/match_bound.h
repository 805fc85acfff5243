// SPDX-License-Identifier: Apache-2.0
// Bounds the steps that PCRE2 needs for a regex, so that an automaton may answer in its place.
//
// The reference rejects a regex if a match exceeds kMatchLimit (python_regex/regex_limits.h). An
// automaton has no such limit, so it may answer only where no match can exceed it. PCRE2 counts a
// step for each alternative, each group and each length of a repeat that it tries. The bound counts
// them as if every match failed at its end and all ways had to be tried: the ways in which an item
// matches multiply, but a repeat goes on only where the text behind it stands.
#pragma once

#include <cstddef>

#include "analysis/automata/regular_expression.h"

namespace overmatch {

// The names that a regex is matched against.
struct NameSizes {
  std::size_t longest = 0;     // the most characters of a name
  std::size_t separators = 0;  // the most separators of a name
};

// An upper bound of the characters, alternatives and lengths of repeats that are tried from one
// place of a name. Infinite or very large if unbounded repeats are nested.
[[nodiscard]] double most_tries(const RegularExpression& expression, const NameSizes& names);

// An upper bound of the steps that PCRE2 counts from one place, for a regex with at most `groups`
// groups.
[[nodiscard]] double most_steps(const RegularExpression& expression, std::size_t groups,
                                const NameSizes& names);

// Whether no match of such a regex reaches a limit of the reference.
[[nodiscard]] bool stays_within_limits(const RegularExpression& expression, std::size_t groups,
                                       const NameSizes& names);

}  // namespace overmatch
