// SPDX-License-Identifier: Apache-2.0
// All mutants of the references: every mutation operator at every place of the rule of a mode of
// text (rule.h), and at every place of the loop around the rule of any mode. Those of globs are in
// glob_mutants.cc. As nobody chose them, they do not favour the
// generators.
//
// Of mutants that answer all small questions alike, only the first is kept. Those that answer them
// like the reference are kept and marked; the selftest verifies the mark. The witness is the first
// small question on which a mutant differs.
#include <algorithm>
#include <map>

#include "matchers/rule_matcher.h"
#include "names/path.h"
#include "planted/plant.h"
#include "planted/rule.h"

namespace overmatch::plant {
namespace {

// Large enough to distinguish all mutants of such short rules that differ at all, and small enough
// to be asked at every start of a program.
const std::vector<std::string>& small_texts() {
  static const std::vector<std::string> texts = [] {
    std::vector<std::string> all = {""};
    for (std::size_t from = 0, size = 1; size <= 3; ++size) {
      const std::size_t to = all.size();
      for (; from < to; ++from) {
        for (const char c : {'a', 'b', '.', '_'}) all.push_back(all[from] + c);
      }
    }
    return all;
  }();
  return texts;
}
constexpr std::size_t kLongestPattern = 2;

template <typename Selects>
std::string answers_of(Selects selects) {
  std::string answers;
  for (const std::string& pattern : small_texts()) {
    if (pattern.size() > kLongestPattern) break;
    for (const std::string& path : small_texts()) {
      if (is_well_formed(path)) answers += selects(path, pattern) ? 'y' : 'n';
    }
  }
  return answers;
}

// The question behind the `at`-th of those answers.
Ask question_of(std::size_t at) {
  for (const std::string& pattern : small_texts()) {
    for (const std::string& path : small_texts()) {
      if (is_well_formed(path) && at-- == 0) return {{pattern}, {path}};
    }
  }
  return {};
}

void add_rule_mutants(Mode mode, std::vector<Planted>& out) {
  const std::string right_answers =
      answers_of([&](View path, View p) { return rule_selects(mode, path, p); });
  std::map<std::string, bool> known;
  int number = 0;
  for (const Mutant& mutant : mutants_of(rule_of(mode))) {
    ++number;
    const std::string answers =
        answers_of([&](View path, View p) { return mutant.rule.selects(path, p); });
    if (!known.try_emplace(answers, true).second && answers != right_answers) continue;
    const auto differs = static_cast<std::size_t>(
        std::mismatch(answers.begin(), answers.end(), right_answers.begin()).first -
        answers.begin());
    const bool equal = differs == answers.size();
    Planted planted =
        wrong(kept(std::string(to_string(mode)) + "-mutant-" + std::to_string(number)), mode,
              kept("`" + mutant.to + "` for `" + mutant.from + "`"),
              rule([rule = mutant.rule](View path, View p) { return rule.selects(path, p); }),
              {equal ? Ask{{"a"}, {"a"}} : question_of(differs)});
    if (equal) planted.differs = Differs::nowhere;
    out.push_back(std::move(planted));
  }
}

// The loop of RuleMatcher, each of its parts changed once.
struct Loop {
  std::size_t first_pattern = 0;
  std::size_t patterns_left_out = 0;  // at the end
  std::size_t first_module = 0;
  std::size_t modules_left_out = 0;
  bool all = false;     // all_of for any_of
  bool turned = false;  // !selected
  bool first_only = false;
  std::size_t shift = 0;  // of the flag that is set
};

// Whether each pattern selects each module, pattern by pattern; nothing if they are rejected.
std::vector<std::vector<bool>> verdicts(Mode mode, const Question& question, Answer& answer) {
  std::vector<std::vector<bool>> all;
  if (is_regex(mode)) ask_reference(mode, question, answer);
  if (answer.rejected()) return all;
  Answer one;
  for (const View& pattern : question.patterns) {
    all.emplace_back(question.modules.size());
    if (is_regex(mode)) ask_reference(mode, Question{{&pattern, 1}, question.modules}, one);
    for (std::size_t module = 0; module < question.modules.size(); ++module) {
      all.back()[module] = is_regex(mode) ? one.selects(module)
                                          : rule_selects(mode, question.modules[module], pattern);
    }
  }
  answer.start(question.modules.size());
  return all;
}

Behaviour loop(Mode mode, const Loop& with) {
  return whole([mode, with](const Question& question, Answer& answer) {
    const std::size_t count = question.modules.size();
    const auto each = verdicts(mode, question, answer);
    if (answer.rejected()) return;
    const std::size_t patterns = each.size() - std::min(each.size(), with.patterns_left_out);
    for (std::size_t module = with.first_module; module + with.modules_left_out < count; ++module) {
      bool selected = with.all;
      for (std::size_t at = with.first_pattern; at < patterns; ++at) {
        const bool one = each[at][module];
        selected = with.all ? selected && one : selected || one;
      }
      if (selected == with.turned || module + with.shift >= count) continue;
      answer.select(module + with.shift);
      if (with.first_only) return;
    }
  });
}

void add_loop_mutants(Mode mode, std::vector<Planted>& out) {
  const auto add = [&](View name, View bug, const Loop& with, Ask witness) {
    const View full = kept(std::string(to_string(mode)) + "-loop-" + std::string(name));
    out.push_back(wrong(full, mode, bug, loop(mode, with), {std::move(witness)}));
  };
  add("second-pattern", "the patterns from 1 on", {.first_pattern = 1}, {{"a"}, {"a"}});
  add("last-pattern", "`< size - 1` patterns", {.patterns_left_out = 1}, {{"a"}, {"a"}});
  add("second-module", "the modules from 1 on", {.first_module = 1}, {{"a"}, {"a"}});
  add("last-module", "`< size - 1` modules", {.modules_left_out = 1}, {{"a"}, {"a"}});
  add("all-of", "all_of for any_of", {.all = true}, {{"a", "b"}, {"a"}});
  add("turned", "`!selected` for `selected`", {.turned = true}, {{"a"}, {"a"}});
  add("break", "stops at the first module that it selects", {.first_only = true},
      {{"a", "b"}, {"a", "b"}});
  add("next-flag", "sets the flag of the module behind", {.shift = 1}, {{"a"}, {"a", "b"}});
}

}  // namespace

std::vector<Planted> mutants() {
  std::vector<Planted> all;
  for (const Mode mode : kModes) {
    if (is_text(mode)) add_rule_mutants(mode, all);
    add_loop_mutants(mode, all);
  }
  return all;
}

}  // namespace overmatch::plant
