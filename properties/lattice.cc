// SPDX-License-Identifier: Apache-2.0
// lattice: the modes are ordered by what they select: exact within segment within endswith, and
// exact within subtree.
#include "matchers/literal_matcher.h"
#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

bool reference_selects(Mode mode, std::span<const std::string_view> patterns,
                       std::string_view path) {
  for (const std::string_view pattern : patterns) {
    if (literal_selects(mode, path, pattern)) return true;
  }
  return false;
}

bool above_selects(Mode mode, std::span<const std::string_view> patterns, std::string_view path) {
  if (mode == Mode::exact) {
    return reference_selects(Mode::segment, patterns, path) &&
           reference_selects(Mode::subtree, patterns, path);
  }
  return mode != Mode::segment || reference_selects(Mode::endswith, patterns, path);
}

bool below_selects(Mode mode, std::span<const std::string_view> patterns, std::string_view path) {
  if (mode == Mode::exact) return false;
  return reference_selects(mode == Mode::endswith ? Mode::segment : Mode::exact, patterns, path);
}

Verdict check_lattice(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Question question = trial.question();
  if (trial.answer().rejected() || question.modules.empty()) return Verdict::vacuous;
  for (std::size_t module = 0; module < question.modules.size(); ++module) {
    const std::string_view path = question.modules[module];
    const bool selected = trial.answer().selects(module);
    const bool right = selected ? above_selects(trial.mode(), question.patterns, path)
                                : !below_selects(trial.mode(), question.patterns, path);
    if (right || !blame(trial, question, module, selected, wanted, violation)) continue;
    violation.what = selected ? "selects a module that even a wider mode leaves out"
                              : "misses a module that even a narrower mode selects";
    return Verdict::violated;
  }
  return Verdict::holds;
}

}  // namespace

const Property kLattice = {.name = "lattice",
                           .statement =
                               "Exact selects no more than segment, segment no more than endswith, "
                               "and exact no more than subtree.",
                           .modes = kLiteralModes,
                           .needs_reference = true,
                           .check = check_lattice};

}  // namespace overmatch
