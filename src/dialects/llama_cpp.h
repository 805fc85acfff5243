// SPDX-License-Identifier: Apache-2.0
// Dialect `llama.cpp` reads --override-tensor: an entry is a regex of mode `search`, and its label
// is the buffer type. The first entry that matches decides.
//
// The option takes `P=LABEL`, split at the first `=`; here P is the entry. The source is
// `parse_tensor_buffer_overrides` (https://github.com/ggml-org/llama.cpp, common/arg.cpp) and
// `std::regex_search` in `llama_model_loader::create_tensor` (src/llama-model-loader.cpp). Regexes
// there are those of ECMAScript; tests/dialects/llama_cpp_test.cc says what those read otherwise.
#pragma once

#include "dialects/mode_pattern.h"

namespace overmatch {

[[nodiscard]] inline std::vector<ModePattern> read_llama_cpp(std::string_view entry) {
  return {{Mode::search, std::string(entry)}};
}

}  // namespace overmatch
