// SPDX-License-Identifier: Apache-2.0
// One mistake shows in many ways: a missing boundary before and behind a segment, with an empty
// pattern and with a malformed one. Tells which findings most likely show the same mistake.
//
// It never hides one: what shows the same mistake is listed with the finding that leads it, and is
// reported by itself once that is mended and this is not.
#pragma once

#include <span>
#include <string>
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

// What the minimal case needs beyond plain letters and dots, one word each: a character, or a class
// such as "digit". As it is minimal, the mistake needs them too.
[[nodiscard]] std::vector<std::string> triggers(const Finding& finding);

// Leaves the first finding of each mistake; the others become its `same_mistake`.
[[nodiscard]] std::vector<Finding> one_a_mistake(std::vector<Finding> ranked,
                                                 const RulesFollowed& rules);

}  // namespace overmatch
