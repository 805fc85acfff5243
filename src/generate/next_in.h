// SPDX-License-Identifier: Apache-2.0
// The draws of the case generator from lists of which a mixture includes a part.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace overmatch {

// The bit of an element in a mixture's sets.
template <typename Enum>
  requires std::is_enum_v<Enum>
constexpr std::uint32_t bit(Enum value) {
  return 1U << static_cast<unsigned>(value);
}

// The drawn element, or the next one in the list that the mixture includes; the drawn one if it
// includes none.
template <typename List>
auto next_in(const List& list, std::size_t drawn, std::uint32_t in) {
  for (std::size_t step = 0; step < list.size(); ++step) {
    const auto value = list[(drawn + step) % list.size()];
    if ((in & bit(value)) != 0) return value;
  }
  return list[drawn];
}

}  // namespace overmatch
