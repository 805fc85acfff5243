// SPDX-License-Identifier: Apache-2.0
// Selection is a sorted set of modules of a tree, with the usual set operations.
#pragma once

#include <cstdint>
#include <vector>

namespace overmatch {

// Indices of modules in the tree, ascending and distinct.
using Selection = std::vector<std::uint32_t>;

// Sorts indices of a tree of `size` modules and removes duplicates.
void sort_modules(Selection& modules, std::size_t size);

// Union, difference and intersection, in linear time.
[[nodiscard]] Selection united(const Selection& left, const Selection& right);
[[nodiscard]] Selection without(const Selection& all, const Selection& taken);
[[nodiscard]] Selection shared(const Selection& left, const Selection& right);

}  // namespace overmatch
