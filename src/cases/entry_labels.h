// SPDX-License-Identifier: Apache-2.0
// EntryLabels are the order and the labels of a case's patterns; a plain list has none.
//
// Matchers get numbers, since a label means nothing to them; people get the names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/order.h"

namespace overmatch {

struct EntryLabels {
  Order order = Order::any;
  // One a pattern, in the order of the patterns; empty of a plain list. Numbered from 1 by their
  // first occurrence, so that lists that differ in the names of labels only have the same numbers.
  std::vector<Label> numbers = {};
  // The names of the labels 1, 2, ...
  std::vector<std::string> names = {};

  [[nodiscard]] bool empty() const noexcept { return order == Order::any; }
  // The name of a label of the list; nothing for kNull.
  [[nodiscard]] std::optional<std::string_view> name(Label label) const;
  void clear() noexcept {
    order = Order::any;
    numbers.clear();
    names.clear();
  }
  // Sets the labels of all patterns, with any numbers, and names them by label_name. O(patterns).
  void assign(Order in_order, std::vector<Label> any_numbers);
  // Gives all of `count` patterns the same label. In order `any` the list stays plain.
  void assign_same(Order in_order, std::size_t count);

  // Makes them labels of `count` patterns in this order: the first ones stay, and patterns without
  // one get label 1. Order `any` drops them.
  void fit(Order in_order, std::size_t count);

  friend bool operator==(const EntryLabels&, const EntryLabels&) = default;
};

// The labels of the `number`-th way to label `count` patterns, for searches that try many: the ways
// from 0 to 4^count - 1 differ, and give each pattern null or one of three labels. Way 0 gives all
// the same label.
[[nodiscard]] std::vector<Label> nth_labels(std::uint64_t number, std::size_t count);

// All ways to label `count` patterns that differ in more than the names, the simplest first: fewer
// labels, then fewer nulls. Their number grows as Bell's: 2, 5, 15, 52 for 1, 2, 3, 4 patterns.
[[nodiscard]] std::vector<std::vector<Label>> all_labels(std::size_t count);

// The number of these ways, which overflows no memory. O(count²).
[[nodiscard]] double count_labels(std::size_t count);

// The order of labels from simple to complex: fewer distinct labels, then fewer nulls, then smaller
// numbers. Negative, 0 or positive, as strcmp.
[[nodiscard]] int compare_labels(const std::vector<Label>& left, const std::vector<Label>& right);

}  // namespace overmatch
