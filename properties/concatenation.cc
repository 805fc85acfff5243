// SPDX-License-Identifier: Apache-2.0
// concatenation: of two lists, one behind the other, the deciding one gives its labels to what it
// matches, and the other one to the rest.
#include "dialects/dialect.h"
#include "properties/list_entries.h"
#include "properties/registry.h"

namespace overmatch {

namespace {

Verdict check_concatenation(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Question whole = trial.question();
  const std::size_t entries = whole.patterns.size();
  if (entries < 2 || whole.modules.empty() || trial.answer().rejected()) return Verdict::vacuous;
  const auto part = [&](std::size_t begin, std::size_t count) {
    return Question{whole.patterns.subspan(begin, count), whole.modules,
                    whole.labels.subspan(begin, count), whole.order};
  };
  const std::size_t half = entries / 2;
  const bool first = whole.order == Order::first;
  const Question decides = first ? part(0, half) : part(half, entries - half);
  const Question rest = first ? part(half, entries - half) : part(0, half);
  Answer& matched = trial.several[0];  // by the deciding list, with null too
  Answer& decided = trial.several[1];
  Answer& others = trial.several[2];
  trial.patterns.clear();
  for (const std::string_view entry : decides.patterns)
    trial.patterns.push_back(giving_entry(trial.mode(), entry));
  trial.ask({trial.patterns.views(), decides.modules}, matched);
  trial.ask(decides, decided);
  trial.ask(rest, others);
  if (matched.rejected() || decided.rejected() || others.rejected()) return Verdict::vacuous;
  for (std::size_t module = 0; module < whole.modules.size(); ++module) {
    const Label right = matched.selects(module) ? decided.label(module) : others.label(module);
    if (trial.answer().label(module) == right) continue;
    if (!blame_all(Direction::other, wanted, violation)) return Verdict::holds;
    violation.module = whole.modules[module];
    violation.what = first
                         ? "a list gives a module another label than its front half, which matches "
                           "it, or else its back half"
                         : "a list gives a module another label than its back half, which matches "
                           "it, or else its front half";
    return Verdict::violated;
  }
  return Verdict::holds;
}

// The others take entries from both parts in turn.
constexpr ModeSet kInGivenOrder = ModeSet::where(
    [](const ModeTraits& traits) { return traits.dialect.arrangement == Arrangement::as_given; });

}  // namespace

const Property kConcatenation = {
    .name = "concatenation",
    .statement =
        "A list in two parts gives what the deciding part gives to the modules that it matches, "
        "and what the other part gives to the rest.",
    .modes = kInGivenOrder,
    .needs_reference = false,
    .lists = Lists::labelled,
    .check = check_concatenation};

}  // namespace overmatch
