// The bounded-exhaustive search: every pattern and every name up to a stated size, over small alphabets. What it says is
// covered, is covered: a mistake that shows on a case so small is found by every run, whatever the seed.
#pragma once

#include <string>
#include <vector>

#include "search/examiner.h"

namespace overmatch {

// Puts all small cases of the mode to the subject.
void search_small(Examiner& examiner);

// What search_small covers, one line each, e.g. "patterns <= 5 and names <= 7 characters over {a b .}".
[[nodiscard]] std::vector<std::string> small_coverage(Mode mode);

// All strings of at most `size` symbols of the alphabet, in shortlex order, the empty one first. `paths_only` leaves out those
// that are no well-formed path, and the empty one.
void all_strings(const std::vector<std::string>& alphabet, std::size_t size, bool paths_only, Names& out);

}  // namespace overmatch
