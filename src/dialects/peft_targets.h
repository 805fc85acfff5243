// SPDX-License-Identifier: Apache-2.0
// Dialect `peft-targets` reads a list of `target_modules` of a PEFT config: an entry is whole
// segments at the end of the name. A single string in place of a list is a regex: mode `regex`.
//
// The source is `check_target_module_exists` (https://github.com/huggingface/peft,
// tuners/tuners_utils.py of 0.6.0 to 0.21.2).
#pragma once

#include "dialects/mode_pattern.h"

namespace overmatch {

[[nodiscard]] inline std::vector<ModePattern> read_peft_targets(std::string_view entry) {
  return {{Mode::segment, std::string(entry)}};
}

}  // namespace overmatch
