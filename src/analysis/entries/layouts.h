// SPDX-License-Identifier: Apache-2.0
// Knows other layouts of a model: the same modules by other names.
//
// transformers 4.52 moved the towers of multimodal models below `model`, so that checkpoints and
// configs of both layouts are in use: `language_model.model.layers` became
// `model.language_model.layers` (https://github.com/huggingface/transformers/pull/37033).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

// A tree of the same model in another layout.
struct OtherLayout {
  std::string name;  // "transformers before 4.52"
  ModuleTree tree;
  std::vector<std::uint32_t> here;  // by module of `tree`: the module of this tree, or kNoModule
  // What stands above the same modules there and here, the longest first.
  std::vector<std::pair<std::string, std::string>> roots;
};

// The layouts that other releases and classes have of this model. O(top-level modules): their trees
// are empty until fill_layout.
struct KnownLayout {
  std::string name;
  std::vector<std::pair<std::string, std::string>> roots;  // as in OtherLayout
};
[[nodiscard]] std::vector<KnownLayout> known_layouts(const TreeIndex& index);
// The whole tree of a known layout. O(modules).
[[nodiscard]] OtherLayout fill_layout(const TreeIndex& index, KnownLayout known);

// The layout of an earlier tree of the same model: each of its modules is the one here with the
// longest common end of the path. O(modules × depth).
[[nodiscard]] OtherLayout layout_before(const TreeIndex& before, const TreeIndex& index);

}  // namespace overmatch
