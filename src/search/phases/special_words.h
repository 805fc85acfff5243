// SPDX-License-Identifier: Apache-2.0
// Asks about special words: words and marks that some matcher interprets instead of comparing them
// as text (generate/special_words.h).
#pragma once

#include "search/tester.h"

namespace overmatch {

// Asks about each special word alone, as a segment, and in a list beside a plain pattern, and about
// marks glued to letters and around them, too; of modules named like these, all in one tree. Then
// about twins: pairs of texts that some comparison takes for the same. A part of the small phase.
void search_special_words(Tester& tester);

// Asks plain patterns about all those names: what a matcher makes of them as modules.
void search_plain_patterns(Tester& tester);

}  // namespace overmatch
