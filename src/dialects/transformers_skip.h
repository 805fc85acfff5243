// SPDX-License-Identifier: Apache-2.0
// Dialect `transformers-skip` reads `modules_to_not_convert` of a quantization config: the regex P
// matches the beginning of a name, up to the end of a segment or with a dot at its own end; or the
// name ends with P as text.
//
// The source is `should_convert_module` of transformers 5.21 to 5.24
// (https://github.com/huggingface/transformers, quantizers/quantizers_utils.py), which puts P into
// a larger regex: that one must compile, not P. 20,000 random lists agree with 5.24.0. Until 5.20 a
// match was open at its end, so that `layers.1` also skipped `layers.10`.
#pragma once

#include "dialects/mode_pattern.h"

namespace overmatch {

[[nodiscard]] inline std::vector<ModePattern> read_transformers_skip(std::string_view entry) {
  const std::string pattern(entry);
  return {{Mode::match, "(?:" + pattern + R"()(?:(?<=\.)|(?=\.|$)))"}, {Mode::endswith, pattern}};
}

}  // namespace overmatch
