// SPDX-License-Identifier: Apache-2.0
// What `print(model)` shows, as it stands in notebooks and on model cards:
//
//   LlamaModel(
//     (layers): ModuleList(
//       (0-31): 32 x LlamaDecoderLayer(
//         (q_proj): Linear(in_features=4096, out_features=4096, bias=False)
//
// A name in parentheses is a module below the last one that is indented less; a range stands for as
// many modules alike. Classes and what they say of themselves are left out, and so is the root,
// which is called nothing.
#pragma once

#include <string_view>

#include "names/tree_builder.h"

namespace overmatch {

// Whether the text, valid UTF-8, is one: most of its lines are such names or closing parentheses.
[[nodiscard]] bool is_printed_model(std::string_view text);

// Adds its modules to the tree. Throws InputError for lines that belong to no module.
void parse_printed_model(std::string_view text, TreeBuilder& tree);

}  // namespace overmatch
