// SPDX-License-Identifier: Apache-2.0
// The shrinker: descends from a failing case to a simpler one that fails in the same way.
//
// It works on the case, not on the choices that made it, because colliding names must change
// together: a segment or a character is dropped or renamed in all patterns and modules at once, a
// piece of text is cut out wherever it stands. One shrinker serves the random search, the fuzzers
// and a user's own case.
#pragma once

#include <cstdint>
#include <functional>

#include "cases/case.h"

namespace overmatch {

// Whether a case still fails in the way that is being shrunk.
using Fails = std::function<bool(const Case&)>;

struct ShrinkResult {
  Case content;
  std::uint64_t evaluations = 0;
  bool out_of_budget = false;
};

// Handling long names costs as much as asking about short ones.
inline constexpr std::uint64_t kBytesOfAnEvaluation = 256;

// Shrinks `start`, for which `fails` must hold, with at most `budget` evaluations; handling `bytes`
// bytes of names counts as one. Deterministic. The result fails, and none of the steps the shrinker
// knows makes it simpler (is_simpler), unless the budget ran out.
[[nodiscard]] ShrinkResult shrink(const Case& start, const Fails& fails, std::uint64_t budget,
                                  std::uint64_t bytes = kBytesOfAnEvaluation);

}  // namespace overmatch
