// SPDX-License-Identifier: Apache-2.0
// The shipped trees, for tests of what is said about real models.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/clinic/real_names.h"
#include "analysis/tree/tree_index.h"
#include "names/readers/read_tree.h"

namespace overmatch {

// A shipped tree by its name. Read once.
[[nodiscard]] const ModuleTree& shipped(const std::string& name);
[[nodiscard]] const std::vector<ModuleTree>& shipped_trees();

// The names of some two dozen models of all kinds, and of GGUF files: what the clinic is tested on.
[[nodiscard]] const RealNames& field_names();

// A tree of these paths as they are, without ancestors being added.
[[nodiscard]] ModuleTree tree_of(const std::vector<std::string>& paths);
[[nodiscard]] std::vector<std::string> paths_of(const TreeIndex& index, const Selection& selection);

}  // namespace overmatch
