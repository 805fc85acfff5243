// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/selection.h"

#include <algorithm>
#include <bit>

namespace overmatch {

void sort_modules(Selection& modules, std::size_t size) {
  if (modules.size() < size / 64) {
    std::sort(modules.begin(), modules.end());
    modules.erase(std::unique(modules.begin(), modules.end()), modules.end());
    return;
  }
  // Of a big part of the tree a mark for each module is sooner made than a sort.
  std::vector<std::uint64_t> marks((size + 63) / 64);
  for (const std::uint32_t module : modules)
    marks[module / 64] |= std::uint64_t{1} << (module % 64);
  auto end = modules.begin();
  for (std::uint32_t word = 0; word < marks.size(); ++word) {
    for (std::uint64_t bits = marks[word]; bits != 0; bits &= bits - 1) {
      *end++ = word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits));
    }
  }
  modules.erase(end, modules.end());
}

}  // namespace overmatch
