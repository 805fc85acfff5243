// SPDX-License-Identifier: Apache-2.0
// The first cases of every search: about two hundred that tell most wrong matchers from right ones.
//
// Each looks at one situation and at everything near it: an empty list or tree; a pattern and the
// names that are nearly it (one more character before, behind or inside it, one segment more or
// fewer, other separators); malformed patterns; brackets and quotes that some rule reads as a
// language. Random cases meet these rarely, since they need the right character in the right place.
#pragma once

#include <string_view>

#include "names/names.h"
#include "search/tester.h"

namespace overmatch {

// A part of the small phase: some two hundred cases, each of at most kBig names.
void search_first_cases(Tester& tester);

// All well-formed names around `path`, each once, the path first: O(marks × size of the path).
[[nodiscard]] Names neighbours(std::string_view path);

}  // namespace overmatch
