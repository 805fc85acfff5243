// SPDX-License-Identifier: Apache-2.0
// The shrinker descends from a failing case to a simpler one that still fails (delta debugging,
// Zeller and Hildebrandt, https://doi.org/10.1109/32.988498).
//
// It edits the case, not the random choices behind it, because colliding names must change
// together: a segment or character is dropped or renamed in all patterns and modules at once. So it
// also shrinks a fuzzer's or a user's case.
#pragma once

#include <cstdint>
#include <functional>

#include "cases/case.h"

namespace overmatch {

// The predicate that shrinking preserves: whether a case still violates the same property in the
// same way.
using Fails = std::function<bool(const Case&)>;

// The shrunk case and what it cost.
struct ShrinkResult {
  Case content;
  std::uint64_t evaluations = 0;
  bool out_of_budget = false;
};

// Bytes of names whose handling costs about as much as asking about short names.
inline constexpr std::uint64_t kBytesOfAnEvaluation = 256;

// Shrinks `start`, which must fail, with at most `budget` evaluations; handling `bytes` bytes of
// names counts as one. Deterministic. The result fails; unless the budget ran out, no step of the
// shrinker makes it simpler (is_simpler).
[[nodiscard]] ShrinkResult shrink(const Case& start, const Fails& fails, std::uint64_t budget,
                                  std::uint64_t bytes = kBytesOfAnEvaluation);

}  // namespace overmatch
