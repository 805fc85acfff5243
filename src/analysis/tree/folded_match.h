// SPDX-License-Identifier: Apache-2.0
// Computes what the regex of folded lines (findings/regex_advice.cc) selects, without a regex
// engine.
//
// A line is a sequence of segments, each from a set of names or any number. So a line selects a
// module if it has the module's last segment at that depth and selects the parent's path so far;
// the answer for a parent is shared by all its children.
#pragma once

#include <optional>
#include <vector>

#include "analysis/tree/folding.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

// The modules among `candidates` that a line selects. With `wildcards`, a place of several numbers
// matches any number. Returns nothing if a module of the tree lacks its parent. O(candidates and
// their ancestors) for each line.
[[nodiscard]] std::optional<Selection> select_folded(const TreeIndex& index,
                                                     const std::vector<FoldedLine>& lines,
                                                     bool wildcards, const Selection& candidates);

}  // namespace overmatch
