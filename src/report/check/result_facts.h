// SPDX-License-Identifier: Apache-2.0
// The facts of a whole result in words, for every format alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/check/report.h"

namespace overmatch::report {

// "my-matcher (segment)"; "segment" alone for a subject of its mode's name.
[[nodiscard]] std::string subject_in_words(const CampaignResult& result);

// "segment: no violation in 31,224 cases", "my-matcher (segment): 3 findings in 31,224 cases, 1
// accepted".
[[nodiscard]] std::string verdict(const CampaignResult& result);

// What keeps the verdict from being the whole truth: a sentence for each of gave_up, interrupted,
// deaths and the like.
[[nodiscard]] std::vector<std::string> reservations(const CampaignResult& result);
// With the options named that give more time and more cases.
[[nodiscard]] std::vector<std::string> reservations(const CampaignResult& result,
                                                    std::string_view time_option,
                                                    std::string_view cases_option);

// How many cases were not asked for being beyond the portable core.
[[nodiscard]] std::string left_out_in_words(const Statistics& statistics);

// The phases that time was too short for, with the cases that they still had. None, mostly.
[[nodiscard]] std::vector<std::pair<std::string_view, std::uint64_t>> untried_phases(
    const Statistics& statistics);

// "flux1-dev: `transformer_blocks.0` for the pattern … also selects 12 modules"
[[nodiscard]] std::string real_example_in_words(const RealExample& real_example);
// The wrong modules, shortened, and "… 6 more".
[[nodiscard]] std::vector<std::string> wrong_modules(const RealExample& real_example);

struct PropertyRow {
  const Property* property = nullptr;
  Statistics::PropertyCount count;
  std::vector<const Finding*> findings;
  std::vector<const Finding*> accepted;
};
// The properties that were asked, in the order of all_properties(): those with a count or a
// finding.
[[nodiscard]] std::vector<PropertyRow> property_rows(const CampaignResult& result);

// The counts by name, one table each: phases, kinds, strategies, forms, regex situations,
// situations.
struct CountTable {
  std::string_view name;
  std::vector<std::pair<std::string_view, std::uint64_t>> counts;
};
[[nodiscard]] std::vector<CountTable> count_tables(const Statistics& statistics);

}  // namespace overmatch::report
