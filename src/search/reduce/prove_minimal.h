// SPDX-License-Identifier: Apache-2.0
// The prover shows that a failing case is minimal by trying every smaller case over the same
// alphabet.
//
// Smaller means: no more patterns, modules or characters, and simpler in the case order
// (case_order.h). There are finitely many; if they exceed the budget, only the cases embedded in it
// are tried, and the result says so.
#pragma once

#include <cstdint>
#include <string>

#include "search/finding.h"
#include "search/reduce/case_order.h"
#include "search/reduce/shrink.h"

namespace overmatch {

// The result of a proof.
struct Proof {
  Minimality minimality = Minimality::not_proved;
  std::uint64_t tried = 0;
  std::string alphabet;         // the characters of the smaller cases
  std::optional<Case> smaller;  // the simplest smaller case that fails: then there is no proof
};

// Tries the smaller cases, the simplest first; `content` must fail. The alphabet is the case's
// characters, and, if that costs at most a tenth of the budget, two letters, the separator, 0 and 1
// if there is a digit, for regexes `|`, `?` and `*`, and for globs `*`, `?`, `[` and `]`. At most
// `budget` calls of `fails`.
[[nodiscard]] Proof prove_minimal(const Case& content, const Fails& fails, std::uint64_t budget);

// The simplest failing case that is simpler than `start` and fits in `tiny`, over a, b and the
// separator (for regexes and globs also their operators); nothing if none fails.
[[nodiscard]] std::optional<Case> simplest_tiny(const Case& start, const Size& tiny,
                                                const Fails& fails);

// The cost limits of a minimisation, in evaluations of the predicate.
struct Budget {
  Size tiny;  // all cases up to this size are tried before shrinking
  std::uint64_t shrink = 0;
  std::uint64_t proof = 0;
  // Bytes of names whose handling costs as much as one evaluation (shrink.h).
  std::uint64_t bytes = kBytesOfAnEvaluation;
};

// A shrunk case and the proof about it.
struct Minimised {
  Case content;
  Proof proof;
};
// Shrinks and proves in turn until no smaller case fails. `start` must fail. Each shrink and each
// proof may spend the whole budget.
[[nodiscard]] Minimised minimise(const Case& start, const Fails& fails, const Budget& budget);

}  // namespace overmatch
