// SPDX-License-Identifier: Apache-2.0
// Reads module trees from JSON: arrays of paths, checkpoint indexes and safetensors headers.
#pragma once

#include <string_view>

#include "names/tree_builder.h"

namespace overmatch {

// Reads an array of paths or of parameter names (plain_list.h), or the index of a sharded
// checkpoint (safetensors or PyTorch), into `tree`. `text` starts with '[' or '{' after white
// space. Throws InputError "FILE:LINE: reason".
void parse_json_tree(std::string_view text, TreeBuilder& tree);

// Reads the header of a safetensors file into `tree`: `{"__metadata__": {...}, NAME: {"dtype": ...,
// "shape": ..., "data_offsets": ...}}`. Throws InputError.
void parse_safetensors_header(std::string_view text, TreeBuilder& tree);

}  // namespace overmatch
