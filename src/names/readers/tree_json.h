// SPDX-License-Identifier: Apache-2.0
// Module trees in JSON: an array of paths, the index of a checkpoint (safetensors or PyTorch), or a
// safetensors header.
#pragma once

#include <string_view>

#include "names/tree_builder.h"

namespace overmatch {

// Reads `text`, which starts with '[' or '{' after white space, into `tree`. An array of parameter
// names gives their modules (see parameter_list.h). Throws InputError "FILE:LINE: reason".
void parse_json_tree(std::string_view text, TreeBuilder& tree);

// Reads the header of a safetensors file: `{"__metadata__": {...}, NAME: {"dtype": ..., "shape":
// ..., "data_offsets": ...}}`.
void parse_safetensors_header(std::string_view text, TreeBuilder& tree);

}  // namespace overmatch
