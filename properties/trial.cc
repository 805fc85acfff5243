// SPDX-License-Identifier: Apache-2.0
#include "properties/trial.h"

#include "matchers/literal_matcher.h"

namespace overmatch {

Trial::Trial(Probe& probe) : probe_(probe), reference_(make_reference(probe.mode())) {}

void Trial::begin(const Case& content) {
  content_ = &content;
  asked_ = false;
  asked_reference_ = false;
}

void Trial::ask(const Question& question, Answer& into) {
  try {
    probe_.ask(question, into);
  } catch (const SubjectFailure&) {
    keep_question(mode(), question, failed_);
    throw;
  }
}

const Answer& Trial::answer() {
  if (!asked_) {
    ask(question(), answer_);
    asked_ = true;
  }
  return answer_;
}

const Answer& Trial::expected() {
  if (!asked_reference_) {
    ask_reference(question(), expected_);
    asked_reference_ = true;
  }
  return expected_;
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
    if (trial.mode() == Mode::regex) {
      trial.ask_reference(single, trial.alone);
      right = !trial.alone.rejected() && trial.alone.selects(0);
    } else {
      right = literal_selects(trial.mode(), path[0], patterns[at]);
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

void keep_question(Mode mode, const Question& question, Case& kept) {
  kept.clear();
  kept.mode = mode;
  kept.patterns.assign(question.patterns);
  // A question may repeat a module; a case's modules are distinct.
  for (const std::string_view module : question.modules) {
    if (!kept.modules.contains(module)) kept.modules.push_back(module);
  }
}

}  // namespace overmatch
