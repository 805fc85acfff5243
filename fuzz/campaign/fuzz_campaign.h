// SPDX-License-Identifier: Apache-2.0
// `overmatch fuzz`: a coverage-guided campaign against one subject. Workers fuzz, each in a process
// of its own that a supervisor replaces when the subject kills it; this process reduces what they
// find to minimal cases, while they go on.
#pragma once

#include "fuzz/campaign/fuzz_worker.h"
#include "search/campaign/campaign.h"

namespace overmatch::fuzz {

struct FuzzOptions {
  std::string folder;  // of the campaign: see fuzz_folder.h
  std::vector<const Property*> properties;
  std::vector<Case> seeds;  // besides the folder's own corpus
  double seconds = 60;
  std::uint64_t inputs = 0;  // if above 0, inputs of each worker instead of a time
  unsigned jobs = 1;
  std::uint64_t seed = 1;
  bool wide = false;
  Limits limits;
};

// What there is to say while it runs.
struct FuzzStatus {
  std::uint64_t inputs = 0;
  std::size_t corpus = 0;
  std::size_t findings = 0;
  std::uint64_t deaths = 0;
};
using FuzzProgress = std::function<bool(const FuzzStatus&)>;

// Findings of earlier runs in the folder that still hold are among the result's; those that do not
// any more stay in the folder as regression tests, and are looked for again. Statistics::cases is
// the number of inputs. Throws InputError.
[[nodiscard]] CampaignResult run_fuzz_campaign(Subject& subject, const FuzzOptions& options,
                                               const Engine& engine, const FuzzProgress& progress);

}  // namespace overmatch::fuzz
