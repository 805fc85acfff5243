// SPDX-License-Identifier: Apache-2.0
// Candidates are the minimal cases from which vectors are chosen, at least one for each way in
// which a bug was seen to show.
#pragma once

#include <vector>

#include "vectors/judge.h"

namespace overmatch {

// The candidates of a type of list, simplest first, all different. `bugs` must be of it, and must
// not end the process.
[[nodiscard]] std::vector<Case> make_candidates(const ListType& list,
                                                std::span<const Planted* const> bugs);

}  // namespace overmatch
