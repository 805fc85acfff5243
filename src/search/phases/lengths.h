// SPDX-License-Identifier: Apache-2.0
// Sizes at which programs change their minds: buffers, bytes, bit sets. Long names, long patterns,
// deep trees, many modules and many patterns, each at and beside 8, 16, 32, 64, 128, 256, ...,
// 65,536; crowds of distinct names (crowds.h).
#pragma once

#include "search/tester.h"

namespace overmatch {

// A few of them, which most mistakes about sizes show in: for the beginning of a search.
void open_lengths(Tester& tester);
// All of them.
void search_lengths(Tester& tester);

}  // namespace overmatch
