// SPDX-License-Identifier: Apache-2.0
// The rule that a wrong subject follows instead of its mode's, where it follows one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/finding.h"
#include "subjects/probe.h"

namespace overmatch {

// A rule that the subject may follow instead of its mode's, told from its answers to a fixed table
// of some dozen small questions of one pattern.
class RulesFollowed {
 public:
  RulesFollowed() = default;
  // Asks the subject; an answer that is none, or no time for one, leaves no rules.
  explicit RulesFollowed(Probe& probe);
  // Names of rules that give the subject's answer to every question of the table, where that is not
  // the reference's; in an order that does not depend on the subject.
  RulesFollowed(Mode mode, std::vector<std::string> names);

  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
  // Whether one of the rules gives the finding's wrong answer.
  [[nodiscard]] bool explain(const Finding& finding) const;

 private:
  Mode mode_ = Mode::segment;
  std::vector<std::string> names_;
};

// Whether the reference selects the path for that one pattern.
[[nodiscard]] bool is_right_to_select(Mode mode, std::string_view pattern, std::string_view path);

}  // namespace overmatch
