// SPDX-License-Identifier: Apache-2.0
// Which of two cases is the simpler one: the order in which the shrinker descends and the prover
// climbs.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cases/case.h"
#include "names/simplicity.h"

namespace overmatch {

// The size of a case, in the three measures that count.
struct Size {
  std::size_t patterns = 0;
  std::size_t modules = 0;
  std::size_t characters = 0;  // code points, of patterns and modules together

  [[nodiscard]] bool fits_in(const Size& other) const noexcept {
    return patterns <= other.patterns && modules <= other.modules && characters <= other.characters;
  }
  friend bool operator==(const Size&, const Size&) = default;
};
[[nodiscard]] Size size_of(const Case& content);

// Whether `left` is strictly simpler: fewer names, then fewer characters, then fewer patterns, then
// shorter and simpler names, the first difference deciding. A total order on cases of one mode, up
// to `intended`.
[[nodiscard]] bool is_simpler(const Case& left, const Case& right);

// The distinct characters of a case's names, simplest first.
[[nodiscard]] std::vector<std::string> alphabet_of(const Case& content);

}  // namespace overmatch
