// SPDX-License-Identifier: Apache-2.0
// TreeShape holds the parent and the last segment of each module as indices.
//
// A reader computes it while it reads, so that TreeIndex need not compute it again.
#pragma once

#include <cstdint>
#include <vector>

namespace overmatch {

inline constexpr std::uint32_t kNoModule = static_cast<std::uint32_t>(-1);

struct TreeShape {
  // By module: the index of its parent, kNoModule for top-level modules.
  std::vector<std::uint32_t> parents;
  // By module: the number of its last segment. Equal segments have equal numbers, which are given
  // in the order of first occurrence.
  std::vector<std::uint32_t> names;
  // By segment number: the first module with that last segment.
  std::vector<std::uint32_t> firsts;
};

}  // namespace overmatch
