// SPDX-License-Identifier: Apache-2.0
// Candidates are the minimal cases from which vectors are chosen, at least one for each way in
// which a bug was seen to show.
#pragma once

#include <vector>

#include "vectors/judge.h"

namespace overmatch {

// The candidates of a mode, simplest first, all different. `bugs` must be of the mode, and must not
// end the process.
[[nodiscard]] std::vector<Case> make_candidates(Mode mode, std::span<const Planted* const> bugs);

}  // namespace overmatch
