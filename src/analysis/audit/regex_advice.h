// SPDX-License-Identifier: Apache-2.0
// A selection as one escaped regex: its folded lines, with a wildcard for numbers where that
// selects nothing more.
#pragma once

#include <string>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

// The regex, or nothing if it would have too many lines or does not select exactly `wanted`. The
// reference is asked about every module that the regex could select at all. Where they are many, in
// number and of the tree, it is asked about a part of them, in which every name is: the names
// decide about the others (folded_match.h), unless the two disagree about one of the part.
[[nodiscard]] std::vector<std::string> advise_regex(const TreeIndex& index,
                                                    const Selection& wanted);

}  // namespace overmatch
