// Module trees in JSON: an array of paths, or the index of a safetensors checkpoint.
#pragma once

#include <string_view>

#include "names/tree_builder.h"

namespace overmatch {

// Reads `text`, which starts with '[' or '{' after white space, into `tree`. Throws InputError "FILE:LINE: reason".
void parse_json_tree(std::string_view text, TreeBuilder& tree);

}  // namespace overmatch
