// SPDX-License-Identifier: Apache-2.0
// Finds the number of the layer that a module is in, as `check_target_module_exists` of
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/tuners_utils.py and earlier
// releases do for layers_to_transform and layers_pattern.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/peft/facts/peft_version.h"

namespace overmatch {

// Which number of a path is its layer.
enum class LayerRule : std::uint8_t {
  known_names,         // 0.6, 0.7: the last one behind `layers`, `h`, `block`, `blocks` or `layer`
  last_number,         // 0.8 to 0.19: the last one with two segments in front
  first_inner_number,  // 0.20: the first one with two segments in front
  first_number,        // since 0.21: likewise, and a layers_pattern may begin the path
};
[[nodiscard]] LayerRule layer_rule(const PeftVersion& version) noexcept;

// The number of the layer that a path is in; -1 if there is none. A number is a segment of digits
// that is not the last one. Throws InputError for a layers_pattern with an alternation outside a
// group: PEFT does not group the pattern, so the alternation would split PEFT's own regex.
[[nodiscard]] std::int64_t layer_of(std::string_view path,
                                    const std::vector<std::string>& layers_pattern, LayerRule rule);

}  // namespace overmatch
