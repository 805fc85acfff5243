// SPDX-License-Identifier: Apache-2.0
// null-entry: null decides like a label: what gets nothing from a null entry would get the label
// that stands in its place.
#include <algorithm>
#include <utility>

#include "properties/list_entries.h"
#include "properties/registry.h"

namespace overmatch {

namespace {

Verdict check_null_entry(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Question whole = trial.question();
  if (whole.labels.empty() || whole.modules.empty() || trial.answer().rejected())
    return Verdict::vacuous;
  const Label highest = *std::max_element(whole.labels.begin(), whole.labels.end());
  const bool has_null =
      std::find(whole.labels.begin(), whole.labels.end(), kNull) != whole.labels.end();
  if (has_null && highest == kMostLabels) return Verdict::vacuous;
  // Null becomes a label that no entry has; without a null, one label becomes null.
  const Label from = has_null ? kNull : whole.labels.front();
  const Label to = has_null ? static_cast<Label>(highest + 1) : kNull;
  ListEntries changed(whole);
  std::replace(changed.labels.begin(), changed.labels.end(), from, to);
  const auto is_right = [&](std::size_t module, Label after) {
    const Label before = trial.answer().label(module);
    const auto [with_null, with_label] =
        has_null ? std::pair(before, after) : std::pair(after, before);
    const Label label = has_null ? to : from;
    return with_null == (with_label == label ? kNull : with_label);
  };
  return ask_changed(trial, changed.question(), is_right,
                     "null does not decide as a label in its place does", wanted, violation);
}

}  // namespace

const Property kNullEntry = {.name = "null-entry",
                             .statement =
                                 "An entry with null decides as it would with a label: what would "
                                 "get the label gets nothing.",
                             .modes = kAllModes,
                             .needs_reference = false,
                             .lists = Lists::labelled,
                             .check = check_null_entry};

}  // namespace overmatch
