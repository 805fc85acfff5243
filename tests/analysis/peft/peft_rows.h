// SPDX-License-Identifier: Apache-2.0
// Rows of a config and what PEFT does with it, for tests of PEFT's rules.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analysis/peft/rules/peft_rules.h"
#include "tests/analysis/peft/peft_toy.h"

namespace overmatch::peft_rows {

// What an effect says, in a line: "adapted; saved: …; refused: …; open: …".
[[nodiscard]] inline std::string in_words(const TreeIndex& index, const PeftEffect& effect) {
  std::string text;
  const auto list = [&](const char* title, const std::vector<std::string>& names) {
    if (names.empty()) return;
    text += text.empty() ? "" : "; ";
    text += title;
    for (const std::string& name : names) text += (&name == &names.front() ? "" : " ") + name;
  };
  if (effect.refused) return "refused " + effect.refused->member;
  list("", paths_of(index, effect.adapted));
  list("parameters ", effect.adapted_parameters);
  list("saved ", paths_of(index, effect.saved));
  list("shadowed ", paths_of(index, effect.shadowed));
  list("rows ", paths_of(index, effect.tokens));
  for (const NotJudged& each : effect.not_judged)
    list("open ", {each.member, each.needs.empty() ? each.what : each.needs});
  return text;
}

struct Row {
  const char* config;
  const char* effect;
};

inline void expect(const Row& row, const TreeIndex& index, const ModelFacts* facts) {
  EXPECT_EQ(in_words(index, apply_peft(index, parse_peft_config(row.config, "c"), facts)),
            row.effect)
      << row.config;
}

inline constexpr const char* kBoth = "layers.0.q_proj layers.1.q_proj";

}  // namespace overmatch::peft_rows
