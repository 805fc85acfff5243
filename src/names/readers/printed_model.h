// SPDX-License-Identifier: Apache-2.0
// Reads the output of PyTorch's `print(model)`, as notebooks and model cards show it.
//
//   LlamaModel(
//     (layers): ModuleList(
//       (0-31): 32 x LlamaDecoderLayer(
//         (q_proj): Linear(in_features=4096, out_features=4096, bias=False)
//
// A name in parentheses is a child of the last module that is indented less; a range stands for
// that many identical modules. A class is shown by its last name, without its bases: those of
// PyTorch are known, and others stay names. Their arguments and the unnamed root are skipped.
#pragma once

#include <string_view>

#include "names/model_facts.h"
#include "names/tree_builder.h"

namespace overmatch {

// Whether most lines of the text, valid UTF-8, are such names or closing parentheses.
[[nodiscard]] bool is_printed_model(std::string_view text);

// Adds the printed modules to `tree`, which must be empty, and returns their classes. Throws
// InputError for a line that belongs to no module.
[[nodiscard]] ModelFacts parse_printed_model(std::string_view text, TreeBuilder& tree);

}  // namespace overmatch
