// SPDX-License-Identifier: Apache-2.0
// exact: the whole path and nothing else.
#pragma once

#include <string_view>

namespace overmatch {

// Whether `path` is `pattern`. The empty pattern selects the root only.
[[nodiscard]] inline bool exact_selects(std::string_view path, std::string_view pattern) noexcept {
  return path == pattern;
}

}  // namespace overmatch
