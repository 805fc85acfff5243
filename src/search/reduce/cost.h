// SPDX-License-Identifier: Apache-2.0
// What reducing one finding may cost, and what its case may become meanwhile.
#pragma once

#include "matchers/portable_regex.h"
#include "search/reduce/prove.h"

namespace overmatch {

// A subject may compile a regex each time it is asked.
[[nodiscard]] inline Budget usual_budget(Mode mode) {
  if (mode == Mode::regex) return {{1, 1, 4}, 30'000, 150'000};
  return {{1, 1, 6}, 30'000, 1'500'000};
}

// The same where every evaluation costs a process, beside which handling names costs little.
inline constexpr Budget kForkedBudget = {{1, 2, 3}, 400, 500, 1U << 20U};

// A case that all engines read alike must not end as one that they don't: there, another mistake
// may be at work, or none.
class MayBecome {
 public:
  explicit MayBecome(const Case& original) : portable_(is_portable(original)) {}
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
