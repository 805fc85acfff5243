// SPDX-License-Identifier: Apache-2.0
// Dialects say how libraries read the entries of their lists: each entry is one or more patterns in
// modes, and an entry selects what one of them selects.
//
// A dialect is one header in this folder and one row of the table in dialect.cc; its name and
// traits are a row of matchers/mode.h.
#pragma once

#include <string_view>
#include <vector>

#include "dialects/mode_pattern.h"

namespace overmatch {

// What an entry means: in a plain mode the pattern itself. O(size of `entry`).
[[nodiscard]] std::vector<ModePattern> expand(Mode mode, std::string_view entry);

}  // namespace overmatch
