// SPDX-License-Identifier: Apache-2.0
// A campaign: the hunt in a supervised process, resumed behind every case that kills it; then each
// discovery confirmed in a fresh process, made minimal, and put beside what explains it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "search/campaign/search.h"
#include "search/finding.h"
#include "search/phases/real_trees.h"
#include "search/reduce/reduce.h"
#include "search/runner.h"

namespace overmatch {

// The seconds that a check takes when nobody says how much to try.
inline constexpr double kUsualBudget = 15;

struct CampaignOptions {
  SearchPlan plan;
  Limits limits;
  std::string save_folder;          // where findings are saved as case files; "" saves none
  std::vector<std::string> accept;  // ids of findings that are known and wanted, `*` for any part
  std::size_t real_examples = 3;    // real trees shown for an overmatch
  // Seconds after which the search ends and what it found is reduced as far as it is; 0: none. What
  // is asked of a subject that needs less does not depend on it.
  double budget = 0;
};

struct CampaignResult {
  std::string subject;
  Mode mode = Mode::segment;
  std::uint64_t seed = 0;
  Statistics statistics;
  std::vector<std::string> covered;  // what was tried without exception, one line each
  std::vector<Finding> findings;     // ranked, what matters most first
  std::vector<Finding> accepted;
  std::vector<RealExample> real_examples;
  std::uint64_t deaths = 0;  // processes that the subject killed
  bool gave_up = false;      // it killed so many that the rest was not tried
  bool interrupted = false;
  std::string broke_off;     // why the search could not go on, "" if it could
  std::string not_saved;     // why findings are not in the folder where they should be, or ""
  double budget = 0;         // the seconds that there were; 0: as many as it takes
  bool out_of_time = false;  // they were up before all was done
  std::uint64_t other_modes =
      0;  // of a replay: cases left out because they are of another mode than the subject
  // What was seen once and may have been the machine's doing, one line each: no findings.
  std::vector<std::string> notes;
};

// Whether everything that was planned was tried. If not, that nothing was found says little.
[[nodiscard]] bool is_complete(const CampaignResult& result) noexcept;

// Told some times a second what is being done, for a status line. Returns false to end the campaign
// with what it has.
using Progress = std::function<bool(std::string_view doing, std::uint64_t cases)>;

// What is found before the user ends the run, or before the search breaks off, is in the result,
// reduced or not. Throws SubjectError if nothing could be asked.
[[nodiscard]] CampaignResult run_campaign(Subject& subject, const CampaignOptions& options,
                                          const Progress& progress = {});

struct Examination {
  std::vector<Finding> findings;
  bool interrupted = false;
};

// Shrinks one failing case of the user's and proves it minimal: for whatever property it violates
// first, or for `property`. Without findings when the subject passes the case.
[[nodiscard]] Examination examine_case(Subject& subject, const Case& content,
                                       const CampaignOptions& options, bool minimal,
                                       const Progress& progress = {});

}  // namespace overmatch
