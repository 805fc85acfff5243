// SPDX-License-Identifier: Apache-2.0
// Mode `endswith` selects each module whose path ends with the pattern, even inside a segment.
//
// PEFT 0.21.2 reads modules_to_save by this rule: `key.endswith(target_key)` in `_set_trainable`,
// which wraps the module in a ModulesToSaveWrapper
// (https://github.com/huggingface/peft/blob/v0.21.2/src/peft/utils/other.py). The missing boundary
// is https://github.com/huggingface/peft/issues/1917: `model.layers.0` also selects
// `img_model.layers.0`. transformers 5.24.0 has it too, as one of three rules for the modules that
// quantization skips (`should_convert_module` in quantizers/quantizers_utils.py). overmatch keeps
// the mode as the counter-example that breaks containment.
#pragma once

#include <string_view>

namespace overmatch {

// Whether `path` ends with `pattern`, ignoring segment boundaries. The empty pattern selects
// everything.
[[nodiscard]] inline bool endswith_selects(std::string_view path,
                                           std::string_view pattern) noexcept {
  return path.ends_with(pattern);
}

}  // namespace overmatch
