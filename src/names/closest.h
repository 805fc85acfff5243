// SPDX-License-Identifier: Apache-2.0
// Finds the known word that a misspelt one most resembles, for "did you mean …?" messages.
#pragma once

#include <span>
#include <string_view>

namespace overmatch {

// The candidate with the smallest Levenshtein distance to `word`, ignoring case; the first one of a
// tie. Returns "" if every distance is above two (above a third of the length for short words).
[[nodiscard]] std::string_view closest(std::string_view word,
                                       std::span<const std::string_view> candidates);

// Likewise, however far away it is; "" only without candidates. O(size of the word and all
// candidates multiplied): limit the word first.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> candidates);

}  // namespace overmatch
