// SPDX-License-Identifier: Apache-2.0
// A search runs all phases of a check in a fixed order, as a pure function of the seed and the
// plan.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cases/case.h"
#include "names/tree.h"
#include "search/phases/real_trees.h"
#include "search/tester.h"

namespace overmatch {

// What a search asks.
struct SearchPlan {
  std::vector<const Property*> properties;
  std::vector<Case> corpus;  // saved cases of the subject's mode
  std::vector<ModuleTree> trees;
  std::uint64_t seed = 1;
  std::uint64_t cases = 20'000;  // number of random cases
  // If above 0: random cases for so many seconds instead. What is found then depends on the
  // machine.
  double seconds = 0;
  bool exhaustive = true;   // the phases before the real trees
  bool keep_going = false;  // all random cases, even after a finding
  bool first_only = false;  // ends with the first violation
  bool brief = false;       // smaller exhaustive phases, for a subject in Python
  bool wide = false;        // regexes beyond the portable core
  // Adaptive mixtures (phases/swarm.h); false: the generator's default, for comparison
  bool swarm = true;
};

// The number of random cases after the first violation, to find other violation keys. Fewer of
// regexes, which a subject may compile for each question.
[[nodiscard]] constexpr std::uint64_t cases_after_finding(Mode mode) {
  return is_regex(mode) ? 400 : 1'000;
}

// Deadlines: no case is asked after `latest`, nor after `once_found` once there is a violation. The
// rest is counted as untried.
struct SearchTime {
  Deadline latest = kNever;
  Deadline once_found = kNever;
};

// Called for each real tree on which the subject answers wrongly.
using OnTreeHit = std::function<void(const TreeHit&)>;

// Runs all phases with the tester. The cases do not depend on the answers, except for where the
// random phase ends, nor on the time unless it runs out. `trees` are the plan's.
void run_search(const SearchPlan& plan, std::span<const TreeSearch> trees, Tester& tester,
                const OnTreeHit& on_hit, const SearchTime& time = {});

// The number of cases until the end of the first phase (phases/first_cases.h).
[[nodiscard]] std::uint64_t end_of_first_cases(const SearchPlan& plan, Mode mode, Order order);

// The `number`-th case (from 1) of a search, found by replaying it without a subject: for a case
// that crashed the child process. `order`: of the lists with labels that the subject is asked.
// O(number).
[[nodiscard]] std::optional<Case> case_of_search(const SearchPlan& plan,
                                                 std::span<const TreeSearch> trees, Mode mode,
                                                 Order order, std::uint64_t number);

}  // namespace overmatch
