// SPDX-License-Identifier: Apache-2.0
#include "matchers/rule_matcher.h"

#include <algorithm>

#include "matchers/endswith.h"
#include "matchers/exact.h"
#include "matchers/path_glob.h"
#include "matchers/prefix.h"
#include "matchers/run.h"
#include "matchers/segment.h"
#include "matchers/substring.h"
#include "matchers/subtree.h"

namespace overmatch {

namespace {

// A rule, and the loop over a question that the compiler inlines it into.
struct Rule {
  Mode mode;
  bool (*selects)(std::string_view path, std::string_view pattern);
  void (*select_all)(const Question& question, Answer& answer);
};

template <auto selects>
void select_by(const Question& question, Answer& answer) {
  for (std::size_t module = 0; module < question.modules.size(); ++module) {
    const std::string_view path = question.modules[module];
    const bool selected =
        std::any_of(question.patterns.begin(), question.patterns.end(),
                    [&](std::string_view pattern) { return selects(path, pattern); });
    if (selected) answer.select(module);
  }
}

template <auto selects>
constexpr Rule rule(Mode mode) {
  return {mode, selects, select_by<selects>};
}

constexpr auto kRules = std::to_array<Rule>({
    rule<endswith_selects>(Mode::endswith),
    rule<segment_selects>(Mode::segment),
    rule<exact_selects>(Mode::exact),
    rule<subtree_selects>(Mode::subtree),
    rule<prefix_selects>(Mode::prefix),
    rule<substring_selects>(Mode::substring),
    rule<run_selects>(Mode::run),
    rule<glob_selects>(Mode::glob),
    rule<path_glob_selects>(Mode::path_glob),
});

// The rule of each mode, by its number; null for regexes. A dialect of texts or globs has that of
// its plain mode.
constexpr auto kRuleOfMode = [] {
  std::array<const Rule*, kModes.size()> rules{};
  for (const Mode mode : kModes) {
    for (const Rule& each : kRules) {
      if (each.mode == plain_mode_of(mode)) rules[static_cast<std::size_t>(mode)] = &each;
    }
  }
  return rules;
}();
static_assert(std::all_of(kModes.begin(), kModes.end(), [](Mode mode) {
  return (kRuleOfMode[static_cast<std::size_t>(mode)] != nullptr) == !is_regex(mode);
}));

}  // namespace

bool rule_selects(Mode mode, std::string_view path, std::string_view pattern) noexcept {
  const Rule* const known = kRuleOfMode[static_cast<std::size_t>(mode)];
  return known != nullptr && known->selects(path, pattern);
}

void RuleMatcher::match(const Question& question, Answer& answer) {
  answer.start(question.modules.size());
  if (const Rule* const known = kRuleOfMode[static_cast<std::size_t>(mode_)])
    known->select_all(question, answer);
}

}  // namespace overmatch
