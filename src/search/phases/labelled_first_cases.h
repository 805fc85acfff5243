// SPDX-License-Identifier: Apache-2.0
// The first cases of a search with labels: short lists whose entries shadow, repeat and overlap
// each other, labelled in every way. Most mistakes about lists with labels show in them.
#pragma once

#include "search/tester.h"

namespace overmatch {

// Asks nothing of a subject of plain lists.
void search_labelled_first_cases(Tester& tester);

}  // namespace overmatch
