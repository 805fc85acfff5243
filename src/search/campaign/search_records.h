// SPDX-License-Identifier: Apache-2.0
// Search records carry a search's results from the child process to the parent: one record each, so
// that a crash loses nothing that was written before.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/finding.h"
#include "search/phases/real_trees.h"
#include "search/statistics.h"

namespace overmatch {

// The record of one value, as bytes for the sink of a run.
[[nodiscard]] std::string record(const Discovery& discovery);
[[nodiscard]] std::string record(const TreeHit& hit);
[[nodiscard]] std::string record(const Statistics& statistics);
[[nodiscard]] std::string record(const RealExample& real_example);
[[nodiscard]] std::string record(const Observation& observation);

// The records of one child process.
struct SearchRecords {
  std::vector<Discovery> discoveries;
  std::vector<TreeHit> hits;
  std::vector<Observation> observations;
  Statistics statistics;  // the sum of all records
};

// Reads records of discoveries, hits and statistics, until the end or a truncated record.
[[nodiscard]] SearchRecords read_search_records(std::string_view bytes);
// Reads records of real examples, until the end or a truncated record.
[[nodiscard]] std::vector<RealExample> read_real_examples(std::string_view bytes);

}  // namespace overmatch
