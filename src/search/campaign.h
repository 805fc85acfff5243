// SPDX-License-Identifier: Apache-2.0
// A campaign: the hunt in a supervised process, resumed behind every case that kills it; then each
// discovery confirmed in a fresh process, made minimal, and put beside what explains it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "search/finding.h"
#include "search/hunt.h"
#include "search/real_trees.h"
#include "search/reduce.h"
#include "search/runner.h"

namespace overmatch {

struct CampaignOptions {
  HuntPlan plan;
  Limits limits;
  std::string save_folder;          // where findings are saved as case files; "" saves none
  std::vector<std::string> accept;  // ids of findings that are known and wanted, `*` for any part
  std::size_t sightings = 3;        // real trees shown for an overmatch
};

struct CampaignResult {
  std::string subject;
  Mode mode = Mode::segment;
  std::uint64_t seed = 0;
  Statistics statistics;
  std::vector<std::string> covered;  // what was tried without exception, one line each
  std::vector<Finding> findings;     // ranked, what matters most first
  std::vector<Finding> accepted;
  std::vector<Sighting> sightings;
  std::uint64_t deaths = 0;  // processes that the subject killed
  bool gave_up = false;      // it killed so many that the rest was not tried
  bool interrupted = false;
  std::uint64_t other_modes =
      0;  // of a replay: cases left out because they are of another mode than the subject
};

// Told some times a second what is being done, for a status line. Returns false to end the campaign
// with what it has.
using Progress = std::function<bool(std::string_view doing, std::uint64_t cases)>;

[[nodiscard]] CampaignResult run_campaign(Subject& subject, const CampaignOptions& options,
                                          const Progress& progress = {});

// Shrinks one failing case of the user's and proves it minimal: for whatever property it violates
// first, or for `property`. Empty when the subject passes the case.
[[nodiscard]] std::vector<Finding> examine_case(Subject& subject, const Case& content,
                                                const CampaignOptions& options, bool minimal);

}  // namespace overmatch
