// SPDX-License-Identifier: Apache-2.0
// Reads lists of modules in depth-first order, as named_modules() gives them, without hashing
// paths.
//
// A list is tidy if it is in depth-first order with no ancestor missing. A path is then identified
// by its parent and its last segment. Nearly all lists are tidy; TreeBuilder reads all others, and
// reports the errors.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "names/tree.h"

namespace overmatch {

struct TidyList {
  std::vector<std::string_view> paths;  // views into the text
  TreeShape shape;
};

// Reads a list of modules, one path a line, in valid UTF-8. Returns nothing if the list is not
// tidy, is empty, has any error, or lists parameters (plain_list.h). O(bytes).
[[nodiscard]] std::optional<TidyList> read_tidy_list(std::string_view text);

}  // namespace overmatch
