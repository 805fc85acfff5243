// SPDX-License-Identifier: Apache-2.0
// Folds names that stand alone, without a tree around them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "names/tree.h"

namespace overmatch::report {

// A line of folded names.
struct FoldedNames {
  std::string text;       // `layers.{0..31}.q_proj`
  std::size_t count = 1;  // how many names
};
struct NameFolding {
  std::vector<FoldedNames> lines;
  std::size_t count = 0;  // of all lines
};

// The first `most` lines of the names, as fold (analysis/tree/folding.h) makes them.
[[nodiscard]] NameFolding fold_names(const ModuleTree& names, std::size_t most);

}  // namespace overmatch::report
