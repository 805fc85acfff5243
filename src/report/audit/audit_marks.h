// SPDX-License-Identifier: Apache-2.0
// What the pages of an audit show of each module: which patterns select it, and which layers have
// selected modules.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "report/audit/audit_report.h"
#include "report/html/tree_data.h"

namespace overmatch::report {

// The patterns that select each module, and whether it is part of a warning or an error.
[[nodiscard]] ModelMarks audit_marks(const AuditReport& report);

// The text of a pattern that stands in the paths that it selects with anything beside it; "" for
// one that does not.
[[nodiscard]] std::string open_text(const AuditedPattern& pattern);

// Everything that the patterns or the config select, without what they exclude.
[[nodiscard]] Selection all_selected(const AuditReport& report);

// The counts of a selection by the first number in the paths.
struct LayerCounts {
  std::string list;                                           // the path of the numbered list
  std::vector<std::pair<std::string, std::uint64_t>> counts;  // each layer of the model, in order
  std::uint64_t selected = 0;
};
// The numbered lists in which at least one module is selected, of at least two layers, those with
// the most first.
[[nodiscard]] std::vector<LayerCounts> counts_by_layer(const TreeIndex& index,
                                                       const Selection& selection);

}  // namespace overmatch::report
