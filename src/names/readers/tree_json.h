// SPDX-License-Identifier: Apache-2.0
// Reads module trees from JSON: arrays of paths, checkpoint indexes and safetensors headers.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "names/model_facts.h"
#include "names/tree_builder.h"

namespace overmatch {

// Reads an array of paths or of parameter names (plain_list.h), or the index of a sharded
// checkpoint (safetensors or PyTorch), into `tree`. `text` starts with '[' or '{' after white
// space. Throws InputError "FILE:LINE: reason".
void parse_json_tree(std::string_view text, TreeBuilder& tree);

// Reads the header of a safetensors file into `tree`: `{"__metadata__": {...}, NAME: {"dtype": ...,
// "shape": ..., "data_offsets": ...}}`, and appends the shape of each tensor to `shapes`, or
// nothing for one without a shape. Throws InputError.
using HeaderShapes = std::vector<std::optional<Shape>>;
void parse_safetensors_header(std::string_view text, TreeBuilder& tree, HeaderShapes& shapes);

}  // namespace overmatch
