// SPDX-License-Identifier: Apache-2.0
// endswith: the historical rule (PEFT's modules_to_save, huggingface/peft#1917), kept as the
// counter-example.
#pragma once

#include <string_view>

namespace overmatch {

// Whether `path` ends with `pattern`, wherever a segment begins. The empty pattern selects
// everything.
[[nodiscard]] inline bool endswith_selects(std::string_view path,
                                           std::string_view pattern) noexcept {
  return path.ends_with(pattern);
}

}  // namespace overmatch
