// SPDX-License-Identifier: Apache-2.0
#include "matchers/literal_matcher.h"

#include <algorithm>

#include "matchers/endswith.h"
#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"

namespace overmatch {

bool literal_selects(Mode mode, std::string_view path, std::string_view pattern) noexcept {
  switch (mode) {
    case Mode::endswith: return endswith_selects(path, pattern);
    case Mode::segment: return segment_selects(path, pattern);
    case Mode::exact: return exact_selects(path, pattern);
    case Mode::subtree: return subtree_selects(path, pattern);
    case Mode::regex: break;
  }
  return false;
}

namespace {

// One instance per mode, so that the compiler inlines the rule.
template <typename Rule>
void select_by(const Rule& rule, const Question& question, Answer& answer) {
  answer.start(question.modules.size());
  for (std::size_t module = 0; module < question.modules.size(); ++module) {
    const std::string_view path = question.modules[module];
    const bool selected =
        std::any_of(question.patterns.begin(), question.patterns.end(),
                    [&](std::string_view pattern) { return rule(path, pattern); });
    if (selected) answer.select(module);
  }
}

}  // namespace

void LiteralMatcher::match(const Question& question, Answer& answer) {
  const auto by = [&](const auto& rule) { select_by(rule, question, answer); };
  using Text = std::string_view;
  switch (mode_) {
    case Mode::endswith:
      return by([](Text path, Text pattern) { return endswith_selects(path, pattern); });
    case Mode::segment:
      return by([](Text path, Text pattern) { return segment_selects(path, pattern); });
    case Mode::exact:
      return by([](Text path, Text pattern) { return exact_selects(path, pattern); });
    case Mode::subtree:
      return by([](Text path, Text pattern) { return subtree_selects(path, pattern); });
    case Mode::regex: break;
  }
  answer.start(question.modules.size());
}

}  // namespace overmatch
