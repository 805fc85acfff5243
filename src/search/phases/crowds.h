// SPDX-License-Identifier: Apache-2.0
// A crowd is a tree or list of many distinct names.
//
// Crowds show truncated counters, small bit sets and hash collisions: 8-bit or 16-bit numbers
// overflow, a bit set of 64 has no bit for entry 65, a hash alone confuses two names.
#pragma once

#include <cstddef>

#include "search/tester.h"

namespace overmatch {

// Asks 300 entries, more than 8 bits can number. False when the search should end.
bool search_crowd(Tester& tester);
// Asks more than 65,536 entries, more than 16 bits can number. False when the search should end.
bool search_big_crowd(Tester& tester);

}  // namespace overmatch
