// SPDX-License-Identifier: Apache-2.0
// What a hunt tells while it goes on, from the process that the subject may kill to the one that
// reports: a record each, so that all that was written before a death is there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/finding.h"
#include "search/real_trees.h"
#include "search/statistics.h"

namespace overmatch {

[[nodiscard]] std::string record(const Discovery& discovery);
[[nodiscard]] std::string record(const TreeHit& hit);
[[nodiscard]] std::string record(const Statistics& statistics);
[[nodiscard]] std::string record(const Sighting& sighting);

struct HuntRecords {
  std::vector<Discovery> discoveries;
  std::vector<TreeHit> hits;
  Statistics statistics;  // the sum of those recorded
};

// Reads records of discoveries, hits and statistics up to the end, or to one that a death cut off.
[[nodiscard]] HuntRecords read_hunt(std::string_view bytes);
// Reads records of sightings, likewise.
[[nodiscard]] std::vector<Sighting> read_sightings(std::string_view bytes);

}  // namespace overmatch
