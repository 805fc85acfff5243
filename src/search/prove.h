// The proof that a case is minimal: every smaller case over the same alphabet is tried.
//
// Smaller means: no more patterns, no more modules and no more characters, and simpler in the shrinker's order. There are
// finitely many; where they are too many for the budget, those embedded in the case are tried, and the result says so.
#pragma once

#include <cstdint>
#include <string>

#include "search/finding.h"
#include "search/shrink.h"

namespace overmatch {

struct Proof {
  Minimality minimality = Minimality::not_proved;
  std::uint64_t tried = 0;
  std::string alphabet;         // the characters that the smaller cases were made of
  std::optional<Case> smaller;  // a smaller case that fails: no proof, but the least such case
};

// `fails` must hold of `content`. Tries the smaller cases, the simplest first, so that `smaller` is the simplest of them all.
[[nodiscard]] Proof prove_minimal(const Case& content, const Fails& fails, std::uint64_t budget);

// Shrinks and proves in turn until there is nothing smaller. The evaluations of both count against the budgets.
struct Minimised {
  Case content;
  Proof proof;
};
[[nodiscard]] Minimised minimise(const Case& start, const Fails& fails, std::uint64_t shrink_budget,
                                 std::uint64_t proof_budget);

}  // namespace overmatch
