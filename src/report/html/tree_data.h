// SPDX-License-Identifier: Apache-2.0
// Writes a whole model as compact JSON for the script of a page: equal subtrees are one shape.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/tree_index.h"
#include "report/html/html_page.h"

namespace overmatch::report {

// What a report says of modules: a set of them.
struct ModuleState {
  std::vector<std::uint32_t> patterns;  // those that select them
  std::string_view word;                // "selected", "collision"
  Tone tone = Tone::good;               // not good: part of a finding
};

// A pattern of a page.
struct PagePattern {
  std::string name;  // as people see it
  std::string text;  // what is found in paths; "" if it is not literal
};

// A model and what a report says of its modules.
struct ModelMarks {
  std::vector<PagePattern> patterns;
  std::vector<ModuleState> states;
  // One a module of the index: 0 for nothing, else 1 and the number of its state.
  std::vector<std::uint32_t> of;
};

// {"names": [...], "shapes": [...], "states": [...], "patterns": [...]}. A shape is [own,
// child...]; `own` is 0 for a path that is no module, 1 for an unmarked module, else 2 and the
// number of its state. A child is [name, shape], or [first, last, shape] for numbers. The last
// shape is the root. O(segments of all paths) besides hashing.
[[nodiscard]] std::string tree_data(const TreeIndex& index, const ModelMarks& marks);

// The search field and the place of the tree, which the script fills.
[[nodiscard]] std::string model_html(const TreeIndex& index);

}  // namespace overmatch::report
