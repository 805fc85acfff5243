// SPDX-License-Identifier: Apache-2.0
// The rules that a wrong subject follows instead of its mode's are recognised here, e.g. endswith
// in mode segment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "search/finding.h"
#include "search/runner.h"
#include "subjects/probe.h"

namespace overmatch {

// The known rules that give the subject's answer to each question of a fixed table (some dozen
// questions of one pattern).
class RulesFollowed {
 public:
  RulesFollowed() = default;
  // Asks the subject. An invalid answer or a timeout gives no rules.
  explicit RulesFollowed(Probe& probe);
  // The rules of those names, as names() of another process returned them. Ignores unknown names.
  RulesFollowed(Mode mode, const std::vector<std::string>& names);

  // Names of the rules, in a fixed order; none if the subject answers as the reference.
  [[nodiscard]] std::vector<std::string> names() const;
  // Whether one of the rules gives the wrong answer of the finding.
  [[nodiscard]] bool explain(const Finding& finding) const;

  // How a rule of the table is combined with the reference.
  enum class Combination : std::uint8_t { alone, either, both, opposite };
  // One rule that a subject may follow.
  struct Followed {
    bool only_named = false;  // it holds only for patterns and paths that are not empty
    Combination combination = Combination::alone;
    std::size_t rule = 0;  // the row of the table
  };

 private:
  Mode mode_ = Mode::segment;
  std::vector<Followed> rules_;
};

// The rules that the runner's subject follows, asked in a child process.
[[nodiscard]] RulesFollowed find_rules_followed(const Runner& runner);

// Whether the reference selects the path by that pattern.
[[nodiscard]] bool is_right_to_select(Mode mode, std::string_view pattern, std::string_view path);

}  // namespace overmatch
