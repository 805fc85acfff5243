// SPDX-License-Identifier: Apache-2.0
// The bounded-exhaustive search: every pattern and every name up to a stated size, over small
// alphabets. What it says is covered, is covered: a mistake that shows on a case so small is found
// by every run, whatever the seed.
#pragma once

#include <string>
#include <vector>

#include "search/tester.h"

namespace overmatch {

// Sweeps every small pattern over all small names of the mode.
void search_small_pairs(Tester& tester);
// Asks every property of every short list of patterns and modules: far slower than the sweeps.
void search_lists(Tester& tester);

// What the two cover, one line each, e.g. "patterns <= 5 and names <= 7 characters over {a b .}".
[[nodiscard]] std::vector<std::string> small_coverage(Mode mode);

// Characters that matchers treat in a way of their own: joints, digits, capitals, metacharacters,
// space and control characters, letters of more than one byte with a case or a composition of their
// own.
[[nodiscard]] const std::vector<std::string>& odd_characters();

// All strings of at most `size` symbols of the alphabet, in shortlex order, the empty one first.
// `paths_only` leaves out those that are no well-formed path, and the empty one.
void all_strings(const std::vector<std::string>& alphabet, std::size_t size, bool paths_only,
                 Names& out);

}  // namespace overmatch
