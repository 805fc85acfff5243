// SPDX-License-Identifier: Apache-2.0
// segment: the whole path or its last whole segments (PEFT's target_modules as a list).
#pragma once

#include <string_view>

namespace overmatch {

// Whether `path` is `pattern`, or ends with "." and `pattern`. The empty pattern selects the root
// only.
[[nodiscard]] inline bool segment_selects(std::string_view path,
                                          std::string_view pattern) noexcept {
  if (path == pattern) return true;
  return path.size() > pattern.size() && path[path.size() - pattern.size() - 1] == '.' &&
         path.ends_with(pattern);
}

}  // namespace overmatch
