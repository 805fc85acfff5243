// SPDX-License-Identifier: Apache-2.0
#include "analysis/select/selection.h"

#include <algorithm>
#include <bit>
#include <iterator>

namespace overmatch {

void sort_modules(Selection& modules, std::size_t size) {
  if (modules.size() < size / 64) {
    std::sort(modules.begin(), modules.end());
    modules.erase(std::unique(modules.begin(), modules.end()), modules.end());
    return;
  }
  // For a large part of the tree a bitmap is faster than a sort.
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

Selection united(const Selection& left, const Selection& right) {
  Selection all;
  std::set_union(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(all));
  return all;
}

Selection without(const Selection& all, const Selection& taken) {
  Selection rest;
  std::set_difference(all.begin(), all.end(), taken.begin(), taken.end(), std::back_inserter(rest));
  return rest;
}

Selection shared(const Selection& left, const Selection& right) {
  Selection both;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                        std::back_inserter(both));
  return both;
}

}  // namespace overmatch
