// SPDX-License-Identifier: Apache-2.0
// Writes a drawn tree as nested lists that open and close, with the colliding characters marked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/tree_drawing.h"

namespace overmatch::report {

// `marked` is the path of a module, and `marks` has a "~" below each of its bytes to be marked;
// both may be "".
[[nodiscard]] std::string html_tree(const std::vector<DrawnModule>& modules,
                                    std::string_view marked = {}, std::string_view marks = {});

}  // namespace overmatch::report
