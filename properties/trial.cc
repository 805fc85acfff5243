#include "properties/trial.h"

#include "matchers/literal_matcher.h"

namespace overmatch {

Trial::Trial(Probe& probe) : probe_(probe), reference_(make_reference(probe.mode())) {}

void Trial::begin(const Case& content) {
  content_ = &content;
  asked_ = false;
  asked_reference_ = false;
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

std::string_view pattern_to_blame(Mode mode, std::span<const std::string_view> patterns, std::string_view module,
                                  bool selected) {
  if (patterns.empty()) return {};
  std::string_view best = patterns.front();
  if (patterns.size() == 1) return best;
  auto best_shape = Shape::whole_list;
  for (const std::string_view pattern : patterns) {
    if (!selected && mode != Mode::regex && literal_selects(mode, module, pattern)) return pattern;
    const Shape shape = shape_of(mode, pattern, module);
    if (shape < best_shape) {
      best = pattern;
      best_shape = shape;
    }
  }
  return best;
}

bool blame(const Trial& trial, const Question& question, std::size_t module, bool selected, const Wanted& wanted,
           Violation& violation) {
  const std::string_view path = question.modules[module];
  const std::string_view pattern = pattern_to_blame(trial.mode(), question.patterns, path, selected);
  const Direction direction = selected ? Direction::overmatch : Direction::undermatch;
  const Shape shape = question.patterns.empty() ? Shape::whole_list : shape_of(trial.mode(), pattern, path);
  if (!wanted(direction, shape)) return false;
  violation.direction = direction;
  violation.shape = shape;
  violation.pattern = pattern;
  violation.module = path;
  return true;
}

bool blame_all(Direction direction, const Wanted& wanted, Violation& violation) {
  if (!wanted(direction, Shape::whole_list)) return false;
  violation.direction = direction;
  violation.shape = Shape::whole_list;
  violation.pattern.clear();
  violation.module.clear();
  return true;
}

void keep_question(Mode mode, const Question& question, Violation& violation) {
  violation.question.mode = mode;
  violation.question.patterns.assign(question.patterns);
  // A question may repeat a module; a case's modules are distinct.
  violation.question.modules.clear();
  for (const std::string_view module : question.modules) {
    if (!violation.question.modules.contains(module)) violation.question.modules.push_back(module);
  }
}

}  // namespace overmatch
