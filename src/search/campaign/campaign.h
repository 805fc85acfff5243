// SPDX-License-Identifier: Apache-2.0
// A campaign is a complete check: it searches in a supervised process, resumes after each crash,
// then confirms, minimises and groups what was found.
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

// The time limit of a check in seconds when the user sets none.
inline constexpr double kUsualBudget = 15;
// A check that its time limit ended passes only if it tried all saved cases and so many others.
inline constexpr std::uint64_t kLeastCases = 100;

// What a campaign searches, and its limits.
struct CampaignOptions {
  SearchPlan plan;
  Limits limits;
  std::string save_folder;          // folder for findings as case files; "" saves none
  std::vector<std::string> accept;  // ids of accepted findings; `*` matches any text
  std::size_t real_examples = 3;    // most examples from real trees
  // The time limit in seconds for searching and reducing; 0: none. A subject that needs less time
  // is asked the same whatever the limit.
  double budget = 0;
  // Told of each case that was tried with every property, once the search has ended; or empty.
  std::function<void(const Observation&)> observe = {};
  // Makes reduce_case give one finding for each mistake, as a campaign does.
  bool one_per_mistake = false;
};

// What became of a saved case that was replayed.
enum class ReplayOutcome : std::uint8_t {
  fixed,   // the subject passes it
  failed,  // the subject still fails it
  error,   // it could not be judged
  passed,  // the reference passes it; no subject was given
  known,   // the subject fails it, and a baseline knows the findings
};
[[nodiscard]] std::string_view to_string(ReplayOutcome outcome) noexcept;  // "FIXED", ...
struct ReplayedCase {
  std::string file;
  ReplayOutcome outcome = ReplayOutcome::fixed;
  std::string why;  // of an error
};

// What a campaign found and did: everything that a report says.
struct CampaignResult {
  std::string subject;
  Mode mode = Mode::segment;
  std::uint64_t seed = 0;
  Statistics statistics;
  std::vector<std::string> covered;  // what was tried exhaustively, one line each
  std::vector<Finding> findings;     // ranked, what matters most first
  std::vector<Finding> accepted;
  std::vector<RealExample> real_examples;
  std::uint64_t crashes = 0;  // processes that crashed, hung or ran out of memory
  bool gave_up = false;       // they were too many: the rest was not tried
  bool interrupted = false;
  std::string broke_off;     // why the search could not continue, or ""
  std::string not_saved;     // why findings could not be saved, or ""
  double budget = 0;         // the time limit in seconds; 0: none
  bool out_of_time = false;  // the time limit ended the campaign
  // The time limit ended it before all saved cases and kLeastCases others were tried.
  bool incomplete = false;
  // In a replay: cases of other modes than the subject's, which are skipped.
  std::uint64_t other_modes = 0;
  std::uint64_t other_lists = 0;       // likewise lists that the subject does not take
  bool nothing_given = false;          // in a replay: there was no case, which is no failure
  std::vector<ReplayedCase> replayed;  // in a replay: each case
  // Events that a busy machine may have caused and that are no findings, one line each.
  std::vector<std::string> notes;
};

// Whether everything planned was tried. If not, "no findings" says little.
[[nodiscard]] bool is_complete(const CampaignResult& result) noexcept;

// Called some times a second with the current activity and the number of cases, for a status line.
// Returns false to end the campaign early.
using Progress = std::function<bool(std::string_view doing, std::uint64_t cases)>;

// Runs a campaign. If it ends early, the result has what was found so far, reduced or not. Throws
// SubjectError if the subject could not be asked anything.
[[nodiscard]] CampaignResult run_campaign(Subject& subject, const CampaignOptions& options,
                                          const Progress& progress = {});

// The findings of one case.
struct CaseFindings {
  std::vector<Finding> findings;
  bool interrupted = false;
};

// Checks one case that the user gave, with the properties of `options.plan`: one finding for each
// violation key. `minimal`: also shrinks each and proves it minimal. No findings if the subject
// passes the case.
[[nodiscard]] CaseFindings reduce_case(Subject& subject, const Case& content,
                                       const CampaignOptions& options, bool minimal,
                                       const Progress& progress = {});

}  // namespace overmatch
