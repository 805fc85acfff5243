// SPDX-License-Identifier: Apache-2.0
// Who stands above whom in a tree, in numbers: what a reader finds out on its way and an index
// would have to find out again.
#pragma once

#include <cstdint>
#include <vector>

namespace overmatch {

inline constexpr std::uint32_t kNoModule = static_cast<std::uint32_t>(-1);

struct TreeShape {
  std::vector<std::uint32_t>
      parents;  // of each module the place of the one above, kNoModule for those at the top
  std::vector<std::uint32_t>
      names;  // of each the number of its last name: equal numbers are equal names
  std::vector<std::uint32_t>
      firsts;  // of each name the first module that has it; names are numbered as they are met
};

}  // namespace overmatch
