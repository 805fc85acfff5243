// SPDX-License-Identifier: Apache-2.0
// repeats: an entry that stands again where it does not decide changes nothing, whatever its label.
#include <algorithm>

#include "properties/list_entries.h"
#include "properties/registry.h"

namespace overmatch {

namespace {

Verdict check_repeats(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Question whole = trial.question();
  const std::size_t entries = whole.patterns.size();
  if (entries == 0 || whole.modules.empty() || trial.answer().rejected()) return Verdict::vacuous;
  const Label highest = *std::max_element(whole.labels.begin(), whole.labels.end());
  if (highest == kMostLabels) return Verdict::vacuous;
  for (const std::size_t entry : {std::size_t{0}, entries - 1}) {
    ListEntries longer(whole);
    longer.insert(whole.order == Order::first ? entries : 0, whole.patterns[entry],
                  static_cast<Label>(highest + 1));
    const Verdict verdict = ask_unchanged(
        trial, longer.question(),
        "a module gets another label when an entry is repeated where it does not decide", wanted,
        violation);
    if (verdict == Verdict::violated) return verdict;
  }
  return Verdict::holds;
}

}  // namespace

const Property kRepeats = {
    .name = "repeats",
    .statement =
        "Repeating an entry, with another label, where it does not decide changes no label.",
    .modes = kAllModes,
    .needs_reference = false,
    .lists = Lists::labelled,
    .check = check_repeats};

}  // namespace overmatch
