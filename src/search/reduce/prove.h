// SPDX-License-Identifier: Apache-2.0
// The proof that a case is minimal: every smaller case over the same alphabet is tried.
//
// Smaller means: no more patterns, no more modules and no more characters, and simpler in the
// shrinker's order. There are finitely many; where they are too many for the budget, those embedded
// in the case are tried, and the result says so.
#pragma once

#include <cstdint>
#include <string>

#include "search/finding.h"
#include "search/reduce/case_order.h"
#include "search/reduce/shrink.h"

namespace overmatch {

struct Proof {
  Minimality minimality = Minimality::not_proved;
  std::uint64_t tried = 0;
  std::string alphabet;         // the characters that the smaller cases were made of
  std::optional<Case> smaller;  // a smaller case that fails: no proof, but the least such case
};

// `fails` must hold of `content`. Tries the smaller cases, the simplest first, so that `smaller` is
// the simplest of them all. Two letters and the separator, of regexes `|`, `?` and `*`, and 0 and 1
// beside a digit, are added to the case's own characters if that takes a tenth of the budget at
// most.
[[nodiscard]] Proof prove_minimal(const Case& content, const Fails& fails, std::uint64_t budget);

// The simplest failing case that is simpler than `start` and no bigger than `tiny`, over the
// letters a and b and the separator (of regexes also `|`, `?` and `*`).
[[nodiscard]] std::optional<Case> simplest_tiny(const Case& start, const Size& tiny,
                                                const Fails& fails);

// What a minimisation may spend, in evaluations.
struct Budget {
  Size tiny;  // all cases up to this size are tried before shrinking
  std::uint64_t shrink = 0;
  std::uint64_t proof = 0;
  std::uint64_t bytes =
      kBytesOfAnEvaluation;  // of names, the handling of which costs as much as an evaluation
};

// Shrinks and proves in turn until there is nothing smaller. Each shrink and each proof has the
// whole budget.
struct Minimised {
  Case content;
  Proof proof;
};
[[nodiscard]] Minimised minimise(const Case& start, const Fails& fails, const Budget& budget);

}  // namespace overmatch
