// SPDX-License-Identifier: Apache-2.0
// subtree: a module and everything below it.
#pragma once

#include <string_view>

namespace overmatch {

// Whether `path` is `pattern` or starts with `pattern` and ".". The empty pattern is the root,
// below which everything stands.
[[nodiscard]] inline bool subtree_selects(std::string_view path,
                                          std::string_view pattern) noexcept {
  if (pattern.empty() || path == pattern) return true;
  return path.size() > pattern.size() && path[pattern.size()] == '.' && path.starts_with(pattern);
}

}  // namespace overmatch
