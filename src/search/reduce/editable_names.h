// SPDX-License-Identifier: Apache-2.0
// Editable names are the patterns and then the modules of a case in one list, for a shrinker that
// edits all of them alike; and the labels of the patterns, whose names it does not keep.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.h"

namespace overmatch {

// The names of one case.
class EditableNames {
 public:
  explicit EditableNames(const Case& content);
  // Builds the case from the texts; false if the modules are not distinct well-formed paths.
  [[nodiscard]] bool build(Case& out) const;
  // Removes `count` texts from index `begin`, patterns and modules alike.
  void erase(std::size_t begin, std::size_t count);

  std::vector<std::string> texts;
  // Those of the patterns that are left; any numbers.
  std::vector<Label> labels;

 private:
  Mode mode_;
  Order order_;
  std::size_t patterns_;
};

// Replaces every occurrence of `from` (not empty) in `text` with `to`.
[[nodiscard]] std::string replaced(std::string_view text, std::string_view from,
                                   std::string_view to);

// Swaps upper and lower case of ASCII letters: the counterpart that a shrinker edits together with
// `text`.
[[nodiscard]] std::string other_case(std::string_view text);

}  // namespace overmatch
