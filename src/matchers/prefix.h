// SPDX-License-Identifier: Apache-2.0
// Mode `prefix` selects each module whose path begins with the pattern, also in the middle of a
// segment (Python's `str.startswith`).
//
// ms-swift and Lightning read lists of modules so, and cannot name a module in the middle of a path
// (modelscope/ms-swift#7226, Lightning-AI/pytorch-lightning#19175).
#pragma once

#include <string_view>

namespace overmatch {

// Whether `path` starts with `pattern`. The empty pattern selects everything.
[[nodiscard]] inline bool prefix_selects(std::string_view path, std::string_view pattern) noexcept {
  return path.starts_with(pattern);
}

}  // namespace overmatch
