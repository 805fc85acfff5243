// SPDX-License-Identifier: Apache-2.0
// The findings of a campaign as they come in, one a mistake: what says the same as another is told
// with it, and what follows from another is left out.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "search/campaign/same_mistake.h"
#include "search/finding.h"

namespace overmatch {

// Ranked, what matters most first; but what was seen once and never again says little beside what
// can be replayed, and comes last.
[[nodiscard]] std::vector<Finding> ranked(std::vector<Finding> findings);

class FindingList {
 public:
  // Takes a finding in, unless one that is there has the same minimal case (which then names its
  // property too), or says already that the subject remembers what it was asked: a memory breaks
  // every property somewhere.
  void add(Finding finding);
  void add_as_it_is(Finding finding) { findings_.push_back(std::move(finding)); }

  // Whether one says that answers depend on earlier questions, and can be replayed.
  [[nodiscard]] bool shows_memory() const;
  // Whether one was seen once and never again.
  [[nodiscard]] bool has_unreproducible() const;

  // What is not explained by others, ranked, what can be replayed first, one a mistake; and beside
  // it what `accept`, globs of ids, wants accepted.
  [[nodiscard]] std::pair<std::vector<Finding>, std::vector<Finding>> result(
      const std::vector<std::string>& accept, const RulesFollowed& rules = RulesFollowed()) &&;

 private:
  std::vector<Finding> findings_;
};

}  // namespace overmatch
