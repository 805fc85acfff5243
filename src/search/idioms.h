// SPDX-License-Identifier: Apache-2.0
// Idioms: words and marks that some matcher of the field reads as more than text, asked in every
// position.
#pragma once

#include "search/examiner.h"

namespace overmatch {

// Asks about each idiom alone, glued to a letter, quoted, as a segment, and in a list beside a
// plain pattern; of modules named like these, all in one tree. A part of the small phase.
void search_idioms(Examiner& examiner);

}  // namespace overmatch
