// SPDX-License-Identifier: Apache-2.0
// Order says which entry of a list with labels decides what a module gets.
//
// A list with labels gives each module the label of one entry that matches it, or nothing. The
// label `null` (number 0) also gives nothing, but it ends the search: a later entry (of `first`)
// or an earlier one (of `last`) does not get the module back.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace overmatch {

enum class Order : std::uint8_t {
  any,    // a plain list, without labels: a module is selected if some entry matches it
  first,  // the first entry that matches a module decides
  last,   // the last one decides
};
inline constexpr std::array<std::string_view, 3> kOrderNames = {"any", "first", "last"};

// The name on the command line and in files.
[[nodiscard]] constexpr std::string_view to_string(Order order) noexcept {
  return kOrderNames[static_cast<std::size_t>(order)];
}
// The order of this name; nothing for an unknown name.
[[nodiscard]] constexpr std::optional<Order> parse_order(std::string_view name) noexcept {
  for (std::size_t at = 0; at < kOrderNames.size(); ++at) {
    if (kOrderNames[at] == name) return static_cast<Order>(at);
  }
  return std::nullopt;
}

// The number of a label: 0 is `null`, and what a module gets that no entry matches.
using Label = std::uint8_t;
inline constexpr Label kNull = 0;
// The most distinct labels of one list, besides null.
inline constexpr std::size_t kMostLabels = 255;

// The name of a label that the user has not named: "A" to "Z", then "L27", "L28", ...; `label` must
// not be kNull.
[[nodiscard]] inline std::string label_name(Label label) {
  constexpr Label letters = 26;
  return label <= letters ? std::string(1, static_cast<char>('A' + label - 1))
                          : "L" + std::to_string(label);
}

}  // namespace overmatch
