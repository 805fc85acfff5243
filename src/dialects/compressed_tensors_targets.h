// SPDX-License-Identifier: Apache-2.0
// Dialect `compressed-tensors-targets` reads the targets of the config groups of a quantized
// checkpoint: entries are those of `compressed-tensors`, each with the scheme of its group as its
// label. They are sorted first: entries that hold `re:` somewhere come last, and both parts are
// sorted as text. The first one that matches decides.
//
// The source is `match_targets` (https://github.com/vllm-project/compressed-tensors, utils/match.py
// of 0.20.1), whose first answer is the one in force; 20,000 random lists agree with 0.20.0. It
// appends entries that are class names, which are the business of an adapter.
#pragma once

#include "dialects/mode_pattern.h"

namespace overmatch {

[[nodiscard]] inline std::vector<ModePattern> read_compressed_tensors_targets(
    std::string_view entry) {
  return read_marked(Mode::compressed_tensors_targets, entry);
}

}  // namespace overmatch
