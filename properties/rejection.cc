// SPDX-License-Identifier: Apache-2.0
// rejection: the patterns are rejected exactly if one of them does not compile.
#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

// Whether patterns are valid does not depend on the modules: those that are accepted for some must
// be accepted for none.
Verdict check_empty_tree(Trial& trial, const Wanted& wanted, Violation& violation) {
  trial.ask({trial.content().patterns.views(), {}}, trial.first);
  if (!trial.first.rejected()) return Verdict::vacuous;
  if (!blame_all(Direction::undermatch, wanted, violation)) return Verdict::holds;
  violation.what =
      "rejects valid patterns where there are no modules (" + trial.first.reason() + ")";
  return Verdict::violated;
}

Verdict check_rejection(Trial& trial, const Wanted& wanted, Violation& violation) {
  const bool rejected = trial.answer().rejected();
  if (rejected == trial.expected().rejected()) {
    return rejected ? Verdict::holds : check_empty_tree(trial, wanted, violation);
  }
  // Not a violation: the reference exceeds its match limit, or does not support a construct of
  // Python's (python_dialect.h).
  const std::string& why = trial.expected().reason();
  if (!rejected &&
      (why.starts_with("match limit") || why.find("not supported") != std::string::npos))
    return Verdict::vacuous;
  // Several patterns may be invalid: blame the first that the reference rejects alone.
  const auto patterns = trial.content().patterns.views();
  std::string_view culprit;
  for (std::size_t at = 0; at < patterns.size(); ++at) {
    trial.ask_reference({patterns.subspan(at, 1), {}}, trial.first);
    if (trial.first.rejected() || rejected) {
      culprit = patterns[at];
      break;
    }
  }
  const KindGroup group =
      patterns.empty() ? KindGroup::whole_list : kind_group_of(trial.mode(), culprit, "a");
  const Direction direction = rejected ? Direction::undermatch : Direction::overmatch;
  if (!wanted(direction, group)) return Verdict::holds;
  violation.direction = direction;
  violation.group = group;
  violation.pattern = culprit;
  violation.module.clear();
  violation.what =
      rejected ? "rejects patterns that are valid (" + trial.answer().reason() + ")"
               : "accepts a pattern that must be rejected (" + trial.expected().reason() + ")";
  return Verdict::violated;
}

}  // namespace

const Property kRejection = {
    .name = "rejection",
    .statement =
        "Only the modes of regexes reject patterns, and only those that the reference rejects.",
    .modes = kAllModes,
    .needs_reference = true,
    .lists = Lists::both,
    .check = check_rejection};

}  // namespace overmatch
