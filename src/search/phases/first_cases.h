// SPDX-License-Identifier: Apache-2.0
// The opening: the few cases that come first, because between them they tell most wrong matchers
// from right ones.
//
// Each looks at one situation and at everything around it: a list or a tree with nothing in it, a
// pattern with all the names that are nearly it (one more character of each sort before, behind and
// inside it, one segment more or fewer, its separators replaced), malformed patterns, brackets and
// quotes that some rule reads as a language. What is rare in random cases because it needs the
// right character in the right place, is met here within some two hundred cases.
#pragma once

#include <string_view>

#include "names/names.h"
#include "search/tester.h"

namespace overmatch {

// A part of the small phase: some two hundred cases, each of at most kBig names.
void search_first_cases(Tester& tester);

// All well-formed names around `stem`, each once, the stem first: O(marks × size of the stem).
[[nodiscard]] Names neighbours(std::string_view stem);

}  // namespace overmatch
