// SPDX-License-Identifier: Apache-2.0
// Writes a selection as one escaped regex of its folded lines.
#pragma once

#include <string>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

// The regex, with wildcards for numbers if they select nothing more. Empty if it would have too
// many lines or does not select exactly `wanted`. The reference checks every module that the regex
// could select. If they are a large part of a large tree, it checks a sample that contains every
// segment, and select_folded (folded_match.h) decides the rest, unless the two disagree on the
// sample.
[[nodiscard]] std::vector<std::string> advise_regex(const TreeIndex& index,
                                                    const Selection& wanted);

}  // namespace overmatch
