// SPDX-License-Identifier: Apache-2.0
// The budgets of reducing one finding, and what its case must stay while it is reduced.
#pragma once

#include "matchers/portable_regex.h"
#include "search/reduce/prove.h"

namespace overmatch {

// The budget when one process evaluates all cases. Smaller for regexes, which a subject may compile
// for each question.
[[nodiscard]] inline Budget usual_budget(Mode mode) {
  if (mode == Mode::regex) return {{1, 1, 4}, 30'000, 150'000};
  return {{1, 1, 6}, 30'000, 1'500'000};
}

// The budget when each evaluation costs a process, beside which handling names is cheap.
inline constexpr Budget kForkedBudget = {{1, 2, 3}, 400, 500, 1U << 20U};

// Rejects steps from a portable case (matchers/portable_regex.h) to one that regex engines read
// differently: such a case may fail for another reason, or for none.
class MayBecome {
 public:
  explicit MayBecome(const Case& original) : portable_(is_portable(original)) {}
  // Whether the case is an allowed step.
  [[nodiscard]] bool operator()(const Case& content) const {
    return !portable_ || is_portable(content);
  }

 private:
  [[nodiscard]] static bool is_portable(const Case& content) {
    return content.mode != Mode::regex || overmatch::is_portable(content.question());
  }

  bool portable_;
};

}  // namespace overmatch
