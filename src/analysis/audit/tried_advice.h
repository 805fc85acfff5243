// SPDX-License-Identifier: Apache-2.0
// Adds advice to the findings of an audit, after auditing the advised patterns themselves.
//
// Advice is kept only if it resolves the finding and causes no new one. There is one for each
// finding (for an ambiguity, one for each tower or subtree), in the mode of the list. If no pattern
// of that mode helps, the finding says so and the advice is in the nearest other mode.
#pragma once

#include <optional>
#include <string>

#include "analysis/audit/audit.h"
#include "analysis/tree/path_templates.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

// The most towers or subtrees of an ambiguity that get advice.
inline constexpr std::size_t kMostAdvisedParts = 4;

// Adds advice to `audit.findings`.
void advise_on_patterns(const TreeIndex& index, const PathTemplates& templates,
                        const std::optional<std::string>& intended, Audit& audit);

}  // namespace overmatch
