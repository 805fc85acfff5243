// SPDX-License-Identifier: Apache-2.0
// Mode `subtree` selects the module whose path equals the pattern, and every module below it.
//
// accelerate 1.15.0 applies this rule to the keys of a device_map: `check_device_map` accepts a
// name that equals a key or starts with the key and ".", and "" covers everything
// (https://github.com/huggingface/accelerate/blob/v1.15.0/src/accelerate/utils/modeling.py).
#pragma once

#include <string_view>

namespace overmatch {

// Whether `path` equals `pattern` or starts with `pattern` and ".". The empty pattern is the root
// and selects everything.
[[nodiscard]] inline bool subtree_selects(std::string_view path,
                                          std::string_view pattern) noexcept {
  if (pattern.empty() || path == pattern) return true;
  return path.size() > pattern.size() && path[pattern.size()] == '.' && path.starts_with(pattern);
}

}  // namespace overmatch
