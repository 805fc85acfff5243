// SPDX-License-Identifier: Apache-2.0
// The length phase asks about names, patterns, trees and lists at the sizes of common buffers,
// integers and bit sets.
//
// The sizes are at and beside 8, 16, 32, 64, 128, 256, ..., 65,536; lists and trees of many
// distinct names (crowds.h) are included.
#pragma once

#include "search/tester.h"

namespace overmatch {

// Asks the few lengths that show most mistakes.
void search_usual_lengths(Tester& tester);
// Asks all lengths.
void search_lengths(Tester& tester);

}  // namespace overmatch
