// SPDX-License-Identifier: Apache-2.0
// Dialect `modelopt` reads the quantizer list of NVIDIA ModelOpt: an entry is a glob over the whole
// name, with the attributes as its label. All entries are applied in turn, so that the last one
// that matches decides.
//
// The source is `set_quantizer_by_cfg` and `_match_quantizer`
// (https://github.com/NVIDIA/TensorRT-Model-Optimizer, torch/quantization/conversion.py of 0.47.0).
// 20,000 random lists agree. An entry that only switches quantizers on or off keeps the other
// attributes, and a list of quantizers of fused experts is also asked without its numbers; both are
// the business of an adapter.
#pragma once

#include "dialects/mode_pattern.h"

namespace overmatch {

[[nodiscard]] inline std::vector<ModePattern> read_modelopt(std::string_view entry) {
  return {{Mode::glob, std::string(entry)}};
}

}  // namespace overmatch
