// SPDX-License-Identifier: Apache-2.0
// ModuleTree holds the distinct module paths of one model, in the order of the file; TreeShape
// holds how they nest.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "names/names.h"

namespace overmatch {

struct ModuleTree {
  // The model's name for messages: the file name without folder and extensions.
  std::string name;
  // Distinct, well-formed paths; every ancestor comes before its descendants. The root is included
  // only if the file listed it.
  Names modules;
};

inline constexpr std::uint32_t kNoModule = static_cast<std::uint32_t>(-1);

// The parent and the last segment of each module, as indices. A reader computes it while it reads,
// so that TreeIndex need not compute it again.
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
