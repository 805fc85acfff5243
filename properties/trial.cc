// SPDX-License-Identifier: Apache-2.0
#include "properties/trial.h"

#include "matchers/rule_matcher.h"

namespace overmatch {

Trial::Trial(Probe& probe) : probe_(probe), reference_(make_reference(probe.mode())) {}

void Trial::begin(const Case& content) {
  content_ = &content;
  plain_ = false;
  for (Answers& each : answers_) each.asked = each.asked_reference = false;
}

Verdict Trial::check(const Property& property, const Wanted& wanted, Violation& violation) {
  if (!content_->labels.empty()) {
    plain_ = property.lists == Lists::plain;
  } else if (property.lists == Lists::labelled) {
    return Verdict::vacuous;
  }
  return property.check(*this, wanted, violation);
}

void Trial::ask(const Question& question, Answer& into) {
  try {
    probe_.ask(question, into);
  } catch (const SubjectFailure&) {
    keep_question(mode(), order(), question, failed_);
    throw;
  }
}

const Answer& Trial::answer() {
  if (!answers().asked) {
    ask(question(), answers().answer);
    answers().asked = true;
  }
  return answers().answer;
}

const Answer& Trial::expected() {
  if (!answers().asked_reference) {
    ask_reference(question(), answers().expected);
    answers().asked_reference = true;
  }
  return answers().expected;
}

namespace {

// The first pattern that, alone, gives the same wrong verdict on the module alone; the number of
// patterns if none does.
std::size_t culprit(Trial& trial, const Question& question, std::size_t module, bool selected) {
  const auto patterns = question.patterns;
  const auto path = question.modules.subspan(module, 1);
  for (std::size_t at = 0; at < patterns.size(); ++at) {
    const Question single{patterns.subspan(at, 1), path};
    bool right = false;
    if (is_regex(trial.mode())) {
      trial.ask_reference(single, trial.alone);
      right = !trial.alone.rejected() && trial.alone.selects(0);
    } else {
      right = rule_selects(trial.mode(), path[0], patterns[at]);
    }
    if (right == selected) continue;  // correct about this module
    trial.ask(single, trial.alone);
    if (!trial.alone.rejected() && trial.alone.selects(0) == selected) return at;
  }
  return patterns.size();
}

}  // namespace

bool blame(Trial& trial, const Question& question, std::size_t module, bool selected,
           const Wanted& wanted, Violation& violation) {
  const std::string_view path = question.modules[module];
  const Direction direction = selected ? Direction::overmatch : Direction::undermatch;
  const std::size_t at = culprit(trial, question, module, selected);
  const bool known = at < question.patterns.size();
  const KindGroup group =
      known ? kind_group_of(trial.mode(), question.patterns[at], path) : KindGroup::whole_list;
  if (!wanted(direction, group)) return false;
  violation.direction = direction;
  violation.group = group;
  violation.pattern = known ? question.patterns[at] : std::string_view{};
  violation.module = path;
  return true;
}

bool blame_all(Direction direction, const Wanted& wanted, Violation& violation) {
  if (!wanted(direction, KindGroup::whole_list)) return false;
  violation.direction = direction;
  violation.group = KindGroup::whole_list;
  violation.pattern.clear();
  violation.module.clear();
  return true;
}

void keep_question(Mode mode, Order order, const Question& question, Case& kept) {
  kept.clear();
  kept.mode = mode;
  kept.patterns.assign(question.patterns);
  if (question.has_labels())
    kept.labels.assign(question.order, {question.labels.begin(), question.labels.end()});
  else
    kept.labels.assign_same(order, question.patterns.size());
  // A question may repeat a module; a case's modules are distinct.
  for (const std::string_view module : question.modules) {
    if (!kept.modules.contains(module)) kept.modules.push_back(module);
  }
}

}  // namespace overmatch
