// SPDX-License-Identifier: Apache-2.0
// Mode `segment` selects each module whose whole path, or whose last whole segments, equal the
// pattern.
//
// PEFT 0.21.2 reads target_modules and exclude_modules by this rule when they are lists: `key in
// names or key.endswith(f".{name}")` in `check_target_module_exists`
// (https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/tuners_utils.py).
#pragma once

#include <string_view>

namespace overmatch {

// Whether `path` equals `pattern` or ends with "." and `pattern`. The empty pattern selects the
// root only.
[[nodiscard]] inline bool segment_selects(std::string_view path,
                                          std::string_view pattern) noexcept {
  if (path == pattern) return true;
  return path.size() > pattern.size() && path[path.size() - pattern.size() - 1] == '.' &&
         path.ends_with(pattern);
}

}  // namespace overmatch
