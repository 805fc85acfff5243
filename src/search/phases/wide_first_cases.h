// SPDX-License-Identifier: Apache-2.0
// What only a wide search asks of every subject: what \w, \d, \s, \b and (?i) mean beyond ASCII,
// groups that get another number when patterns are joined, and what of Python's syntax other
// engines lack.
#pragma once

#include "search/tester.h"

namespace overmatch {

// Some eighty cases. False when the search should end.
bool search_wide_first_cases(Tester& tester);

}  // namespace overmatch
