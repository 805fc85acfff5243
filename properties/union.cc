// SPDX-License-Identifier: Apache-2.0
// union: a list of patterns selects what its patterns select one by one.
#include <algorithm>

#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

// Patterns asked alone in one case. Longer lists are only reversed and repeated.
constexpr std::size_t kMostPatternsAsked = 16;

Verdict broken(Trial& trial, std::size_t module, std::string_view what, const Wanted& wanted,
               Violation& violation) {
  if (!blame_all(Direction::other, wanted, violation)) return Verdict::holds;
  violation.module = trial.content().modules[module];
  violation.what = what;
  return Verdict::violated;
}

Verdict check_union(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Case& content = trial.content();
  const auto patterns = content.patterns.views();
  const std::size_t count = content.modules.size();
  if (count == 0) return Verdict::vacuous;

  // Single patterns first: a fresh subject then shows answers cached for the wrong list.
  const bool singly = patterns.size() <= kMostPatternsAsked;
  bool rejected_alone = false;
  trial.second.start(count);
  for (std::size_t at = 0; singly && at < patterns.size(); ++at) {
    trial.ask({patterns.subspan(at, 1), content.modules.views()}, trial.first);
    rejected_alone = rejected_alone || trial.first.rejected();
    for (std::size_t module = 0; module < count && !rejected_alone; ++module) {
      if (trial.first.selects(module)) trial.second.select(module);
    }
  }
  if (trial.answer().rejected()) return Verdict::vacuous;
  if (rejected_alone)
    return broken(trial, 0, "a pattern is rejected alone but not in the list", wanted, violation);
  for (std::size_t module = 0; singly && module < count; ++module) {
    if (trial.second.selects(module) == trial.answer().selects(module)) continue;
    return broken(trial, module,
                  trial.second.selects(module)
                      ? "a pattern selects a module alone but not in the list"
                      : "the list selects a module that none of its patterns selects",
                  wanted, violation);
  }

  // Reversed, with the first pattern repeated at the end.
  trial.patterns.clear();
  for (std::size_t at = patterns.size(); at-- > 0;) trial.patterns.push_back(patterns[at]);
  if (!patterns.empty()) trial.patterns.push_back(patterns.back());
  trial.ask({trial.patterns.views(), content.modules.views()}, trial.first);
  for (std::size_t module = 0; module < count; ++module) {
    if (trial.first.rejected() || trial.first.selects(module) != trial.answer().selects(module)) {
      return broken(trial, module,
                    "the same patterns in another order, one repeated, select something else",
                    wanted, violation);
    }
  }
  return Verdict::holds;
}

// An entry with a sign for null takes modules from its neighbours.
constexpr ModeSet kUnionModes =
    ModeSet::where([](const ModeTraits& traits) { return traits.dialect.null_sign.empty(); });

}  // namespace

const Property kUnion = {
    .name = "union",
    .statement =
        "A list selects what its patterns select singly, in any order and however often repeated.",
    .modes = kUnionModes,
    .needs_reference = false,
    .check = check_union};

}  // namespace overmatch
