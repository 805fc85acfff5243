// SPDX-License-Identifier: Apache-2.0
// Runs `overmatch fuzz`: a coverage-guided campaign against one subject.
//
// Each worker fuzzes in a process of its own, which a supervisor restarts when the subject ends it.
// Meanwhile this process reduces what they find to minimal cases.
#pragma once

#include "fuzz/campaign/fuzz_worker.h"
#include "search/campaign/campaign.h"

namespace overmatch::fuzz {

// The options of `overmatch fuzz`.
struct FuzzOptions {
  std::string folder;  // the campaign's folder (fuzz_folder.h)
  std::vector<const Property*> properties;
  std::vector<Case> seeds;  // in addition to the folder's corpus
  double seconds = 60;
  std::uint64_t inputs = 0;  // inputs of each worker instead of `seconds`; 0: use `seconds`
  unsigned jobs = 1;         // workers
  std::uint64_t seed = 1;
  bool wide = false;  // also regexes beyond the portable core
  Limits limits;
};

// The state of a running campaign, for a status line.
struct FuzzStatus {
  std::uint64_t inputs = 0;
  std::size_t corpus = 0;
  std::size_t findings = 0;
  std::uint64_t crashes = 0;
};
// Returns false to end the campaign.
using FuzzProgress = std::function<bool(const FuzzStatus&)>;

// Runs the campaign. The result includes findings of earlier runs in the folder that still hold;
// the others stay in the folder as regression tests and are searched again. Statistics::cases is
// the number of inputs. Throws InputError for a folder that cannot be used.
[[nodiscard]] CampaignResult run_fuzz_campaign(Subject& subject, const FuzzOptions& options,
                                               const Engine& engine, const FuzzProgress& progress);

}  // namespace overmatch::fuzz
