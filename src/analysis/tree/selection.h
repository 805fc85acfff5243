// SPDX-License-Identifier: Apache-2.0
// Some modules of a tree.
#pragma once

#include <cstdint>
#include <vector>

namespace overmatch {

// Modules by their place in the tree, ascending.
using Selection = std::vector<std::uint32_t>;

// Brings modules of a tree of `size` into order, each once.
void sort_modules(Selection& modules, std::size_t size);

}  // namespace overmatch
