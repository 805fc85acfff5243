// SPDX-License-Identifier: Apache-2.0
// What to write instead of the patterns of a list, each answer tried: the list is audited again
// with the answer in it, and only what mends a finding and brings no new one is told.
//
// There is one answer for each finding (of an ambiguity one for each tower), in the mode of the
// list. Where that mode has none, the finding says so, and the answer is one in the nearest other
// mode.
#pragma once

#include <optional>
#include <string>

#include "analysis/audit/audit.h"
#include "analysis/tree/path_templates.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

// SelectionParts that advice is given for.
inline constexpr std::size_t kMostTowers = 4;

void advise_on_patterns(const TreeIndex& index, const PathTemplates& templates,
                        const std::optional<std::string>& intended, Audit& audit);

}  // namespace overmatch
