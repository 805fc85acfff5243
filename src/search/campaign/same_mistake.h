// SPDX-License-Identifier: Apache-2.0
// Findings that most likely show the same mistake are grouped here: a missing boundary shows before
// and behind a segment, with an empty pattern and with a malformed one.
//
// No finding is hidden: the others are listed under the first of their group, and are reported on
// their own once that is fixed and they are not.
#pragma once

#include <string>
#include <vector>

#include "search/campaign/rules_followed.h"
#include "search/finding.h"

namespace overmatch {

// The characters of the minimal case other than plain letters and dots, each as itself or as a
// class such as "digit". The case is minimal, so the mistake needs them.
[[nodiscard]] std::vector<std::string> triggers(const Finding& finding);

// Keeps the first finding of each mistake; the others are moved into its `same_mistake`. O(n²).
[[nodiscard]] std::vector<Finding> one_per_mistake(std::vector<Finding> ranked,
                                                   const RulesFollowed& rules);

}  // namespace overmatch
