// SPDX-License-Identifier: Apache-2.0
// The exhaustive phase asks every pattern and every name up to a stated size over small alphabets,
// so a mistake that such a small case shows is found in every run.
#pragma once

#include <string>
#include <vector>

#include "search/tester.h"

namespace overmatch {

// Asks every small pattern about all small names of the mode, in one question per pattern.
void search_small_pairs(Tester& tester);
// Checks every property on every short list of patterns and modules. Far slower than
// search_small_pairs.
void search_lists(Tester& tester);

// What both cover, one line each, e.g. "patterns <= 5 and names <= 7 characters over {a b .}".
// `brief`: of a brief search (SearchPlan::brief), which has shorter lists and shorter patterns.
[[nodiscard]] std::vector<std::string> small_coverage(Mode mode, bool brief = false);

// Characters that matchers often treat specially: separators, digits, capitals, metacharacters,
// white space, control characters, and multi-byte letters with a case or a decomposition.
[[nodiscard]] const std::vector<std::string>& odd_characters();

// All strings of at most `size` symbols of the alphabet, in shortlex order, the empty one first.
// `paths_only` omits the empty one and those that are not well-formed paths. O(alphabet^size).
void all_strings(const std::vector<std::string>& alphabet, std::size_t size, bool paths_only,
                 Names& out);

}  // namespace overmatch
