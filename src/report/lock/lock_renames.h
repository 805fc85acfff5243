// SPDX-License-Identifier: Apache-2.0
// Finds by which renames of segments the names of an older tree are those of a newer one.
//
// transformers renames: `language_model.model.layers.0` of release 4.47 is
// `model.language_model.layers.0` in 4.57. Numbers stay; the last segment stays, or plays the same
// role in another naming style (renamings.h).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

struct LockRename {
  std::string before;  // a template: `language_model.model`, with `#` for numbers
  std::string after;
  // Names, before and after.
  std::vector<std::pair<std::string, std::string>> names;
};

// `gone` are names that the tree lacks, `known` sorted names that were there before, which no
// rename leads to. Finds the renames that explain the most first, and none where two explain as
// much.
[[nodiscard]] std::vector<LockRename> find_renames(const TreeIndex& index,
                                                   const std::vector<std::string>& gone,
                                                   const std::vector<std::string>& known);

}  // namespace overmatch
