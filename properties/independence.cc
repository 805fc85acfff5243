// SPDX-License-Identifier: Apache-2.0
// independence: a module's verdict depends only on that module and the patterns.
#include <algorithm>

#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

// Modules asked alone in one case; the reversed and doubled question covers the others.
constexpr std::size_t kMostAskedSingly = 6;

Verdict differs(Trial& trial, const Question& question, std::size_t module, bool selected,
                std::string_view what, const Wanted& wanted, Violation& violation) {
  // Which of the two answers is wrong is unknown: no direction.
  static_cast<void>(question);
  if (!blame_all(Direction::other, wanted, violation)) return Verdict::holds;
  violation.module = trial.content().modules[module];
  violation.what = "a module is " + std::string(selected ? "selected" : "not selected") + " " +
                   std::string(what);
  return Verdict::violated;
}

Verdict check_independence(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Case& content = trial.content();
  const std::size_t count = content.modules.size();
  if (trial.answer().rejected() || count == 0) return Verdict::vacuous;

  // In reverse order, each twice.
  trial.modules.clear();
  for (std::size_t at = count; at-- > 0;) {
    trial.modules.push_back(content.modules[at]);
    trial.modules.push_back(content.modules[at]);
  }
  Question doubled = trial.question();
  doubled.modules = trial.modules.views();
  trial.ask(doubled, trial.first);
  if (trial.first.rejected()) {
    if (!blame_all(Direction::other, wanted, violation)) return Verdict::holds;
    violation.what = "the patterns are rejected when the modules come in another order";
    return Verdict::violated;
  }
  for (std::size_t at = 0; at < 2 * count; ++at) {
    const std::size_t module = count - 1 - at / 2;
    if (trial.first.label(at) == trial.answer().label(module)) continue;
    return differs(trial, doubled, module, trial.answer().selects(module),
                   "in one order and not in another, or only where it is repeated", wanted,
                   violation);
  }

  // Alone.
  const std::size_t step =
      std::max<std::size_t>(1, (count + kMostAskedSingly - 1) / kMostAskedSingly);
  for (std::size_t module = 0; module < count; module += step) {
    Question alone = trial.question();
    alone.modules = content.modules.views().subspan(module, 1);
    trial.ask(alone, trial.first);
    if (trial.first.rejected() || trial.first.label(0) != trial.answer().label(module)) {
      return differs(trial, alone, module, trial.answer().selects(module),
                     "among others and not so alone", wanted, violation);
    }
  }
  return Verdict::holds;
}

}  // namespace

const Property kIndependence = {.name = "independence",
                                .statement =
                                    "A module's verdict does not depend on which other modules are "
                                    "there, on their order or on their repetition.",
                                .modes = kAllModes,
                                .needs_reference = false,
                                .lists = Lists::both,
                                .check = check_independence};

}  // namespace overmatch
