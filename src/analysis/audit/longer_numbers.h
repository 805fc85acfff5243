// SPDX-License-Identifier: Apache-2.0
// Finds numbers of a regex that are a part of longer ones in the names it selects: `layers.1.*`
// also selects layer 10.
#pragma once

#include <optional>
#include <string>

#include "analysis/tree/tree_index.h"

namespace overmatch {

struct LongerNumbers {
  std::string what;       // one sentence
  std::string corrected;  // the regex, of which each number ends where the digits of a name end
  Selection selected;     // what that selects: not empty, and less than before
};

// Looks at numbers in `regex`, which selects `selected` in `mode`, that something follows or
// precedes which takes digits, too: `.*` or an open end. Returns nothing if they are no part of
// longer numbers in this tree.
[[nodiscard]] std::optional<LongerNumbers> longer_numbers(const TreeIndex& index, Mode mode,
                                                          const std::string& regex,
                                                          const Selection& selected);

}  // namespace overmatch
