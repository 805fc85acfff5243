// SPDX-License-Identifier: Apache-2.0
// Some modules of a tree.
#pragma once

#include <cstdint>
#include <vector>

namespace overmatch {

// Modules by their place in the tree, ascending, each once.
using Selection = std::vector<std::uint32_t>;

// Brings modules of a tree of `size` into order, each once.
void sort_modules(Selection& modules, std::size_t size);

// Union, difference and intersection, in time linear in their sizes.
[[nodiscard]] Selection united(const Selection& left, const Selection& right);
[[nodiscard]] Selection without(const Selection& all, const Selection& taken);
[[nodiscard]] Selection shared(const Selection& left, const Selection& right);

}  // namespace overmatch
