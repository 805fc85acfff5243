// SPDX-License-Identifier: Apache-2.0
// determinism: a question has the same answer, whatever was asked before it.
#include <array>

#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

// Questions asked between two askings of the same one.
constexpr std::size_t kMostBetween = Trial::kSeveral;
// How often a thorough trial asks one question: for counters, and caches that fill up.
constexpr std::size_t kOften = 300;

bool same(Trial& trial, const Question& question, const Answer& before, Answer& scratch) {
  trial.ask(question, scratch);
  return scratch == before;
}

// Asks every pattern alone, then again in reverse order: the two answers of each must be equal.
bool singles_hold(Trial& trial, std::size_t& culprit) {
  const auto patterns = trial.content().patterns.views();
  const auto modules = trial.content().modules.views();
  const std::size_t count = patterns.size() < kMostBetween ? patterns.size() : kMostBetween;
  std::array<Answer, kMostBetween>& before = trial.several;
  for (std::size_t at = 0; at < count; ++at)
    trial.ask({patterns.subspan(at, 1), modules}, before[at]);
  for (std::size_t at = count; at-- > 0;) {
    culprit = at;
    if (!same(trial, {patterns.subspan(at, 1), modules}, before[at], trial.second)) return false;
  }
  return true;
}

Verdict check_determinism(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Case& content = trial.content();
  const auto patterns = content.patterns.views();
  const auto modules = content.modules.views();
  const Answer& answer = trial.answer();
  const auto broken = [&](std::string what) {
    if (!blame_all(Direction::other, wanted, violation)) return Verdict::holds;
    violation.what = std::move(what);
    return Verdict::violated;
  };
  if (!same(trial, trial.question(), answer, trial.first))
    return broken("the same question, asked twice, has two answers");

  std::size_t culprit = 0;
  if (patterns.size() > 1 && !singles_hold(trial, culprit)) {
    return broken("a pattern asked alone has another answer after other patterns were asked");
  }
  // Other questions in between: no modules, no patterns, modules as patterns.
  trial.ask({patterns, {}}, trial.first);
  trial.ask({{}, modules}, trial.first);
  if (!is_regex(trial.mode()) && !modules.empty()) {
    const std::size_t count = modules.size() < kMostBetween ? modules.size() : kMostBetween;
    trial.ask({modules.first(count), modules}, trial.first);
    for (std::size_t at = 0; at < count; ++at)
      trial.ask({modules.subspan(at, 1), modules}, trial.first);
  } else if (is_regex(trial.mode())) {
    for (const std::string_view pattern : {std::string_view("("), std::string_view(".*")}) {
      trial.ask({{&pattern, 1}, modules}, trial.first);
    }
  }
  if (!same(trial, trial.question(), answer, trial.first))
    return broken("a question has another answer after other questions");
  for (std::size_t time = 3; trial.thorough && time <= kOften; ++time) {
    if (same(trial, trial.question(), answer, trial.first)) continue;
    return broken("the same question, asked again and again, has two answers");
  }
  return Verdict::holds;
}

}  // namespace

const Property kDeterminism = {
    .name = "determinism",
    .statement = "The same question has the same answer, asked twice and after other questions.",
    .modes = kAllModes,
    .needs_reference = false,
    .lists = Lists::both,
    .check = check_determinism};

}  // namespace overmatch
