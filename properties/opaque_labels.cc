// SPDX-License-Identifier: Apache-2.0
// opaque-labels: a label means nothing to a matcher, so renaming the labels renames the answer.
#include <algorithm>

#include "properties/list_entries.h"
#include "properties/registry.h"

namespace overmatch {

namespace {

Verdict check_opaque_labels(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Question whole = trial.question();
  if (whole.labels.empty() || whole.modules.empty() || trial.answer().rejected())
    return Verdict::vacuous;
  const Label highest = *std::max_element(whole.labels.begin(), whole.labels.end());
  if (highest == kNull) return Verdict::vacuous;
  // The other way round, and with the highest numbers.
  const auto renamed = [](Label label) {
    return label == kNull ? kNull : static_cast<Label>(kMostLabels + 1 - label);
  };
  ListEntries changed(whole);
  std::transform(changed.labels.begin(), changed.labels.end(), changed.labels.begin(), renamed);
  return ask_changed(
      trial, changed.question(),
      [&](std::size_t module, Label label) {
        return label == renamed(trial.answer().label(module));
      },
      "a module gets the label of another entry when the labels are renamed", wanted, violation);
}

}  // namespace

const Property kOpaqueLabels = {
    .name = "opaque-labels",
    .statement = "Renaming the labels renames the answer and changes nothing else.",
    .modes = kAllModes,
    .needs_reference = false,
    .lists = Lists::labelled,
    .check = check_opaque_labels};

}  // namespace overmatch
