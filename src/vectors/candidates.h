// SPDX-License-Identifier: Apache-2.0
// The cases that vectors are chosen from: minimal ones, at least one for each way in which a bug
// was seen to show.
#pragma once

#include <vector>

#include "vectors/judge.h"

namespace overmatch {

// Simplest first, all different. `bugs` are of the mode and return from their questions.
[[nodiscard]] std::vector<Case> make_candidates(Mode mode, std::span<const Planted* const> bugs);

}  // namespace overmatch
