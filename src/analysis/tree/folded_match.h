// SPDX-License-Identifier: Apache-2.0
// What the regex of folded lines (regex_advice.h) selects, found by the names of a tree instead of
// by a regex engine.
//
// A line is one name after the other, each out of few or any number, so whether it selects a module
// is a question to the module's name and to the one above it. Thousands of modules below one are
// answered by one answer there.
#pragma once

#include <optional>
#include <vector>

#include "analysis/tree/folding.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

// Whether a text is what `[0-9]+` matches.
[[nodiscard]] bool is_digits(std::string_view name) noexcept;

// Those of `candidates` that one of the lines spells, `wildcards` standing for any digits where a
// line has several numbers. Nothing if the tree lacks ancestors, for then names do not tell.
// O(candidates and modules above them, for each line).
[[nodiscard]] std::optional<Selection> select_folded(const TreeIndex& index,
                                                     const std::vector<FoldedLine>& lines,
                                                     bool wildcards, const Selection& candidates);

}  // namespace overmatch
