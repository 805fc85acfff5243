// SPDX-License-Identifier: Apache-2.0
// What a hunt tells while it goes on, from the process that the subject may kill to the one that
// reports: a record each, so that all that was written before a death is there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/finding.h"
#include "search/phases/real_trees.h"
#include "search/statistics.h"

namespace overmatch {

[[nodiscard]] std::string record(const Discovery& discovery);
[[nodiscard]] std::string record(const TreeHit& hit);
[[nodiscard]] std::string record(const Statistics& statistics);
[[nodiscard]] std::string record(const RealExample& real_example);

struct SearchRecords {
  std::vector<Discovery> discoveries;
  std::vector<TreeHit> hits;
  Statistics statistics;  // the sum of those recorded
};

// Reads records of discoveries, hits and statistics up to the end, or to one that a death cut off.
[[nodiscard]] SearchRecords read_search_records(std::string_view bytes);
// Reads records of sightings, likewise.
[[nodiscard]] std::vector<RealExample> read_real_examples(std::string_view bytes);

}  // namespace overmatch
