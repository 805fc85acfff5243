// SPDX-License-Identifier: Apache-2.0
// The fast way through lists of modules as named_modules() gives them.
//
// A list is tidy when every path stands below the one before or is the next child of one that is
// above that: depth first, with nothing missing. Then a path is known by the module above it and
// its last name, so that no path is ever hashed or looked up as a whole. Nearly all lists are tidy;
// all others, and all that hold a mistake, are for TreeBuilder.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "names/tree_shape.h"

namespace overmatch {

struct TidyList {
  std::vector<std::string_view> paths;  // parts of the text
  TreeShape shape;
};

// Reads a list of modules, one path a line, of valid UTF-8. Nothing if it is not tidy, has a
// mistake of any kind, is one of parameters (parameter_list.h) or has no lines at all. O(bytes).
[[nodiscard]] std::optional<TidyList> read_tidy_list(std::string_view text);

}  // namespace overmatch
