// SPDX-License-Identifier: Apache-2.0
// Mode `exact` selects the module whose whole path equals the pattern, and no other.
//
// PyTorch's `Module.get_submodule(target)` looks modules up by this rule, case and all
// (https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html). PEFT 0.21.2 tries it first
// for each entry of target_modules: `key in config.target_modules` in `check_target_module_exists`
// (https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/tuners_utils.py).
#pragma once

#include <string_view>

namespace overmatch {

// Whether `path` equals `pattern`. The empty pattern selects the root only.
[[nodiscard]] inline bool exact_selects(std::string_view path, std::string_view pattern) noexcept {
  return path == pattern;
}

}  // namespace overmatch
