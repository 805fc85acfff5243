// SPDX-License-Identifier: Apache-2.0
// Dialect `compressed-tensors` reads the `ignore` list of a quantized checkpoint: `re:P` is the
// regex P of mode `match`, one marker removed, and any other entry is a whole name.
//
// The source is `match_named_modules`, which calls `match_name`
// (https://github.com/vllm-project/compressed-tensors, utils/match.py of 0.20.1, with which 20,000
// random lists agree; 0.5 to 0.18 read names alike). Class names and fused layers are the business
// of an adapter. Releases from 0.12 on notice a regex that does not compile only where they come to
// it; here the list is rejected.
#pragma once

#include "dialects/mode_pattern.h"

namespace overmatch {

[[nodiscard]] inline std::vector<ModePattern> read_compressed_tensors(std::string_view entry) {
  return read_marked(Mode::compressed_tensors, entry);
}

}  // namespace overmatch
