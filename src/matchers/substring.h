// SPDX-License-Identifier: Apache-2.0
// Mode `substring` selects each module whose path contains the pattern anywhere (Python's
// `pattern in path`), the most common rule of the field.
//
// Among those who read a list so are OneTrainer (`p in n`, Nerogar/OneTrainer#457), DeepSpeed's
// Muon (deepspeedai/DeepSpeed#7641) and torchtitan's filters (pytorch/torchtitan#4008).
#pragma once

#include <string_view>

namespace overmatch {

// Whether `pattern` occurs in `path`. The empty pattern selects everything.
[[nodiscard]] inline bool substring_selects(std::string_view path,
                                            std::string_view pattern) noexcept {
  return path.find(pattern) != std::string_view::npos;
}

}  // namespace overmatch
