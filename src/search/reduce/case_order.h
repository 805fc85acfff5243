// SPDX-License-Identifier: Apache-2.0
// The case order says which of two cases is simpler; the shrinker descends in it and the prover
// ascends.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cases/case.h"
#include "names/character_order.h"

namespace overmatch {

// The size of a case in three measures.
struct Size {
  std::size_t patterns = 0;
  std::size_t modules = 0;
  std::size_t characters = 0;  // code points, of patterns and modules together

  // Whether no measure is larger than in `other`.
  [[nodiscard]] bool fits_in(const Size& other) const noexcept {
    return patterns <= other.patterns && modules <= other.modules && characters <= other.characters;
  }
  friend bool operator==(const Size&, const Size&) = default;
};
// The size of a case. O(bytes).
[[nodiscard]] Size size_of(const Case& content);

// Whether `left` is strictly simpler: fewer names, else fewer characters, else fewer patterns, else
// shorter and simpler names (names/character_order.h), else simpler labels (compare_labels). A
// total order on the cases of one mode and list order, `intended` and the names of labels ignored.
// O(bytes).
[[nodiscard]] bool is_simpler(const Case& left, const Case& right);

// The distinct characters (code points) of a case's names, simplest first.
[[nodiscard]] std::vector<std::string> alphabet_of(const Case& content);

}  // namespace overmatch
