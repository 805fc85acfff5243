// SPDX-License-Identifier: Apache-2.0
// A finding list collects the findings of a campaign and keeps one per mistake.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/campaign/same_mistake.h"
#include "search/finding.h"

namespace overmatch {

// Sorts findings by rank (finding.h); those that cannot be replayed come last.
[[nodiscard]] std::vector<Finding> ranked(std::vector<Finding> findings);

// Whether a glob of accepted ids matches one; `*` stands for any text.
[[nodiscard]] bool matches_glob(std::string_view glob, std::string_view id);
// Whether an id matches one of the globs of `--accept`.
[[nodiscard]] bool is_accepted(const std::string& id, const std::vector<std::string>& accept);

// Findings in the order of discovery, without duplicates.
class FindingList {
 public:
  // Adds a finding. If one with the same minimal case is there, only adds the property to its
  // `also`. Drops a second finding of a stateful subject: state violates every property somewhere.
  void add(Finding finding);
  // Adds a finding without looking for duplicates.
  void add_as_it_is(Finding finding) { findings_.push_back(std::move(finding)); }

  // Whether a finding shows that answers depend on earlier questions, and can be replayed.
  [[nodiscard]] bool shows_memory() const;
  // Whether a finding could not be repeated in a fresh process.
  [[nodiscard]] bool has_unreproducible() const;

  // The ranked findings, one per mistake, without those that others explain; second, the findings
  // whose id matches a glob in `accept`.
  [[nodiscard]] std::pair<std::vector<Finding>, std::vector<Finding>> result(
      const std::vector<std::string>& accept, const RulesFollowed& rules = RulesFollowed()) &&;

 private:
  std::vector<Finding> findings_;
};

}  // namespace overmatch
