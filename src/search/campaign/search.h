// SPDX-License-Identifier: Apache-2.0
// One hunt: all phases of a check, in a fixed order, as a pure function of the seed and the
// options.
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

struct SearchPlan {
  std::vector<const Property*> properties;
  std::vector<Case> corpus;  // saved cases of the mode
  std::vector<ModuleTree> trees;
  std::uint64_t seed = 1;
  std::uint64_t cases = 20'000;  // random ones
  double seconds =
      0;  // if above 0, random cases until then instead; what is found then depends on the machine
  bool exhaustive = true;   // the small and the length phases
  bool keep_going = false;  // all the random cases, whatever was found before
  bool first_only = false;  // ends with the first violation
  bool wide = false;        // regexes beyond the portable core
  bool swarm = true;  // mixtures that adapt (swarm.h); false: the generator's own, for comparison
};

// Once something was found, the random search goes on for so many cases to find other sorts, and
// ends. Fewer of regexes, which a subject may compile each time it is asked.
[[nodiscard]] constexpr std::uint64_t cases_after_finding(Mode mode) {
  return mode == Mode::regex ? 400 : 1'000;
}

// No case is put to the subject after `latest`, nor, once something was found, after `once_found`:
// the rest is counted as untried.
struct SearchTime {
  Deadline latest = kNever;
  Deadline once_found = kNever;
};

// Told of the real trees on which the subject is wrong.
using HitTree = std::function<void(const TreeHit&)>;

// Runs the phases through the tester. Which cases it puts does not depend on the answers, but for
// where the random phase ends, and on the time only where that is short. `trees` are the plan's.
void run_search(const SearchPlan& plan, std::span<const TreeSearch> trees, Tester& tester,
                const HitTree& hit_tree, const SearchTime& time = {});

// How many cases a hunt has put when its opening is over.
[[nodiscard]] std::uint64_t end_of_first_cases(const SearchPlan& plan, Mode mode);

// The `number`-th case (from 1) that a hunt puts to its subject, without a subject: to look at the
// case that killed one.
[[nodiscard]] std::optional<Case> case_of_search(const SearchPlan& plan,
                                                 std::span<const TreeSearch> trees, Mode mode,
                                                 std::uint64_t number);

}  // namespace overmatch
