// SPDX-License-Identifier: Apache-2.0
// Mode `run` selects each module in whose path the segments of the pattern stand side by side as
// whole segments: `substring` with a boundary at both ends.
#pragma once

#include <string_view>

namespace overmatch {

// Whether "." + `pattern` + "." occurs in "." + `path` + ".". The empty pattern selects the root
// only.
[[nodiscard]] inline bool run_selects(std::string_view path, std::string_view pattern) noexcept {
  for (std::size_t at = path.find(pattern); at != std::string_view::npos;
       at = path.find(pattern, at + 1)) {
    const std::size_t end = at + pattern.size();
    if ((at == 0 || path[at - 1] == '.') && (end == path.size() || path[end] == '.')) return true;
  }
  return false;
}

}  // namespace overmatch
