// SPDX-License-Identifier: Apache-2.0
// One mistake shows in many ways: a missing boundary before and behind a segment, with an empty
// pattern and with a malformed one. Tells which findings most likely show the same mistake.
//
// It never hides one: what shows the same mistake is listed with the finding that leads it, and is
// reported by itself once that is mended and this is not.
#pragma once

#include <string>
#include <vector>

#include "search/campaign/rules_followed.h"
#include "search/finding.h"

namespace overmatch {

// What the minimal case needs beyond plain letters and dots, one word each: a character, or a class
// such as "digit". As it is minimal, the mistake needs them too.
[[nodiscard]] std::vector<std::string> triggers(const Finding& finding);

// Leaves the first finding of each mistake; the others become its `same_mistake`.
[[nodiscard]] std::vector<Finding> one_a_mistake(std::vector<Finding> ranked,
                                                 const RulesFollowed& rules);

}  // namespace overmatch
