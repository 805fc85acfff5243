// SPDX-License-Identifier: Apache-2.0
// Idioms: words and marks that some matcher of the field reads as more than text, asked in every
// position.
#pragma once

#include "search/tester.h"

namespace overmatch {

// Asks about each idiom alone, as a segment, and in a list beside a plain pattern, and about marks
// glued to letters and around them, too; of modules named like these, all in one tree. Then about
// twins: pairs of texts that some comparison takes for the same. A part of the small phase.
void search_special_words(Tester& tester);

// Asks plain patterns about all those names: what a matcher makes of them as modules.
void open_idioms(Tester& tester);

}  // namespace overmatch
