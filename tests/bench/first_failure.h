// SPDX-License-Identifier: Apache-2.0
// How soon a contender finds a bug: the first case that the subject answers wrongly, in a process
// of its own. A fresh subject each time; its crash, hang or runaway memory is a failure found.
#pragma once

#include <string>
#include <vector>

#include "search/campaign/search.h"
#include "tests/bench/bug_set.h"
#include "tests/bench/contender.h"

namespace overmatch::bench {

struct FirstFailure {
  bool found = false;
  std::uint64_t cases = 0;  // until it was found, that case included; else all that were tried
  double seconds = 0;       // of CPU
  // Of the whole search only.
  std::string property;  // that broke first
  Case content;
};

// Asks the contender's cases until one fails or the CPU seconds are over.
[[nodiscard]] FirstFailure find_with(const Contender& contender, const Bug& bug, std::uint64_t seed,
                                     double seconds);

// The search of `overmatch check` with all its properties and phases, but for the saved cases: they
// are these bugs' own.
class WholeSearch {
 public:
  WholeSearch();
  // Until a property breaks or the CPU seconds are over; with 0, as many random cases as `check`
  // has.
  [[nodiscard]] FirstFailure find(const Bug& bug, std::uint64_t seed, double seconds);

 private:
  SearchPlan plan_;
  std::vector<std::vector<TreeSearch>> trees_;  // by mode
};

}  // namespace overmatch::bench
