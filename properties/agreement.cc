// SPDX-License-Identifier: Apache-2.0
// agreement: the answer equals the reference's. It is the only property that knows which of two
// answers is correct.
#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

Verdict check_agreement(Trial& trial, const Wanted& wanted, Violation& violation) {
  if (!trial.accepted()) return Verdict::vacuous;  // left to `rejection`
  const Answer& answer = trial.answer();
  const Answer& expected = trial.expected();
  if (answer == expected)
    return trial.content().modules.empty() ? Verdict::vacuous : Verdict::holds;
  for (std::size_t module = 0; module < trial.content().modules.size(); ++module) {
    const bool selected = answer.selects(module);
    if (answer.label(module) == expected.label(module)) continue;
    if (selected == expected.selects(module)) {  // two labels: no entry alone is to blame
      if (!blame_all(Direction::other, wanted, violation)) continue;
      violation.module = trial.content().modules[module];
      violation.what = "gives a module the label of another entry than the reference";
      return Verdict::violated;
    }
    if (!blame(trial, trial.question(), module, selected, wanted, violation)) continue;
    violation.what =
        trial.question().has_labels() && violation.group == KindGroup::whole_list
            ? (selected ? "gives a module a label that gets nothing from the reference"
                        : "gives a module nothing that gets a label from the reference")
        : selected ? "selects a module that the reference does not"
                   : "misses a module that the reference selects";
    return Verdict::violated;
  }
  return Verdict::holds;
}

}  // namespace

const Property kAgreement = {
    .name = "agreement",
    .statement = "A matcher selects exactly the modules that the reference of its mode selects.",
    .modes = kAllModes,
    .needs_reference = true,
    .lists = Lists::both,
    .check = check_agreement};

}  // namespace overmatch
