// SPDX-License-Identifier: Apache-2.0
// What to write instead: patterns that select exactly the wanted modules, and nothing else, in this
// tree.
//
// What every pattern selects is found out before it is given, from the index or by the reference of
// its mode (regexes: see regex_advice.h); where none is found, none is given. A regex is the folded
// selection with its literals escaped; a wildcard for numbers stands in it only if that selects
// nothing more.
#pragma once

#include <string>
#include <vector>

#include "analysis/audit/audit_finding.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

// At most so many patterns of one mode: a longer list is no advice.
inline constexpr std::size_t kMostPatterns = 8;

// The patterns of one mode; empty if there are none:
//   exact     the full paths
//   segment   the shortest whole-segment ends that select exactly `wanted`
//   endswith  the same, if need be with a leading dot as the boundary that the rule lacks
//   subtree   the tops; verified to select nothing but `wanted` and what is below
//   regex     one escaped pattern
[[nodiscard]] std::vector<std::string> advise(const TreeIndex& index, const Selection& wanted,
                                              Mode mode);

// All that `segment` or `endswith` offers: each a list of ends that select exactly `wanted`. The
// fewest ends first; of as many, whole names before those with a leading dot.
[[nodiscard]] std::vector<std::vector<std::string>> ways_to_end(const TreeIndex& index,
                                                                const Selection& wanted, Mode mode);

}  // namespace overmatch
