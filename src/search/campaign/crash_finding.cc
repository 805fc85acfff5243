// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/crash_finding.h"

#include "properties/registry.h"

namespace overmatch {

bool ended_alike(const IsolatedRun& left, const IsolatedRun& right) noexcept {
  return left.ending == right.ending && left.signal == right.signal;
}

Discovery crash_discovery(const IsolatedRun& run, const SearchPlan& plan,
                          std::span<const TreeSearch> trees, Mode mode, Order order) {
  Discovery discovery;
  discovery.key = {&kTotality, Direction::other, KindGroup::whole_list};
  discovery.found_after = run.progress;
  discovery.phase = static_cast<Phase>(run.phase);
  discovery.what = run.describe();
  std::optional<Case> content;
  if (run.progress > 0) content = case_of_search(plan, trees, mode, order, run.progress);
  discovery.content = content.value_or(Case{});
  discovery.content.mode = mode;
  return discovery;
}

}  // namespace overmatch
