// SPDX-License-Identifier: Apache-2.0
// Crowds: trees and lists of many distinct names, which a program numbers, counts, hashes or sorts.
// Numbers of 8 or 16 bits start again, a bit set of 64 has no bit for the 65th entry, a hash alone
// takes two names for one.
#pragma once

#include <cstddef>

#include "search/tester.h"

namespace overmatch {

// 300 entries: beyond the numbers of 8 bits. False when the search should end.
bool search_crowd(Tester& tester);
// More than 65,536 entries: beyond the numbers of 16 bits.
bool search_big_crowd(Tester& tester);

}  // namespace overmatch
