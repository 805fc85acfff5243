// SPDX-License-Identifier: Apache-2.0
// Puts the facts of a whole result into words that all report formats share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/check/report.h"

namespace overmatch::report {

// "my-matcher (segment)"; "segment" for a subject that is named like its mode.
[[nodiscard]] std::string subject_in_words(const CampaignResult& result);

// "segment: no violation in 31,224 cases" or
// "my-matcher (segment): 3 findings in 31,224 cases, 1 accepted".
[[nodiscard]] std::string verdict(const CampaignResult& result);

// Sentences that limit the verdict: interrupted, out of time, crashes of the subject and the like.
[[nodiscard]] std::vector<std::string> reservations(const CampaignResult& result);
// The same; names these options where more time or more cases would help.
[[nodiscard]] std::vector<std::string> reservations(const CampaignResult& result,
                                                    std::string_view time_option,
                                                    std::string_view cases_option);

// "3 cases: 1 fixed, 2 failed, 0 errors".
[[nodiscard]] std::string replayed_in_words(const std::vector<ReplayedCase>& replayed);

// How many cases were left out because they are beyond the portable core.
[[nodiscard]] std::string left_out_in_words(const Statistics& statistics);

// The phases that the time did not suffice for, each with the number of its untried cases.
[[nodiscard]] std::vector<std::pair<std::string_view, std::uint64_t>> untried_phases(
    const Statistics& statistics);

// "on flux1-dev, the pattern `blocks.0` also selects `single_blocks.0`", or "12 modules" and a
// colon for wrong_modules to follow.
[[nodiscard]] std::string real_example_in_words(const RealExample& real_example);
// The wrongly selected or missed modules, shortened, if there are several; "… 6 more" comes last.
[[nodiscard]] std::vector<std::string> wrong_modules(const RealExample& real_example);

// For each finding the real example that shows the same mistake (the direction and the kind group
// are equal), or nullptr. An example belongs to one finding at most.
[[nodiscard]] std::vector<const RealExample*> real_examples_of(const CampaignResult& result);
// The real examples that belong to no finding.
[[nodiscard]] std::vector<const RealExample*> other_real_examples(const CampaignResult& result);

// What was counted and found for one property.
struct PropertyRow {
  const Property* property = nullptr;
  Statistics::PropertyCount count;
  std::vector<const Finding*> findings;
  std::vector<const Finding*> accepted;
};
// The properties with a count or a finding, in the order of all_properties().
[[nodiscard]] std::vector<PropertyRow> property_rows(const CampaignResult& result);

// Counts of one enumeration by the names of its values.
struct CountTable {
  std::string_view key;    // in JSON
  std::string_view title;  // for people
  std::vector<std::pair<std::string_view, std::uint64_t>> counts;
};
// Phases, collision kinds, strategies, pattern forms, situations of regexes and of selections.
[[nodiscard]] std::vector<CountTable> count_tables(const Statistics& statistics);

}  // namespace overmatch::report
