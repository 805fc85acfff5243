// SPDX-License-Identifier: Apache-2.0
// Dialects say how libraries read the entries of their lists: each entry is one or more patterns in
// modes, and an entry matches what one of them selects; of lists with labels also which entry
// decides.
//
// A dialect is one header in this folder and one row of the table in dialect.cc; its name and
// traits are a row of matchers/mode.h.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/mode_pattern.h"
#include "matchers/order.h"

namespace overmatch {

// What an entry means: in a plain mode the pattern itself. O(size of `entry`).
[[nodiscard]] std::vector<ModePattern> expand(Mode mode, std::string_view entry);

// The places of the entries of a list with labels in the order in which they are asked: the first
// one that matches a module decides. In a plain mode that is the given order, or for Order::last
// its reverse. O(n log n) comparisons.
[[nodiscard]] std::vector<std::size_t> decision_order(Mode mode, Order order,
                                                      std::span<const std::string_view> entries);

// The label that an entry gives: null if a sign of the dialect says so, else `label`.
[[nodiscard]] constexpr Label given_label(Mode mode, std::string_view entry, Label label) noexcept {
  return has_null_sign(mode, entry) ? kNull : label;
}

// The entry that matches the same and gives its label: an entry with the sign for null gets the
// other one. For questions about what an entry matches.
[[nodiscard]] std::string giving_entry(Mode mode, std::string_view entry);

}  // namespace overmatch
