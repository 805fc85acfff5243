// SPDX-License-Identifier: Apache-2.0
// Checks whether a plain text is a list of names, one a line, and cleans it up.
//
// A segment may hold any character, so nearly every text could be a list of names. Comments, and
// quotes around every line, are removed. A text with NUL bytes, or with characters unusual in
// module names on most lines, is refused. Doubtful lines are kept and reported as warnings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "names/tree_builder.h"

namespace overmatch {

struct PlainList {
  // Whether `lines` differ from the text's lines: comments or quotes were removed.
  bool changed = false;
  std::vector<std::string_view> lines;  // views into the text; empty unless `changed`
  std::vector<std::string> warnings;    // one line each: "line 3: …"
};

// Checks a list. Throws InputError (by `tree.fail`) if the text is not a list of names. O(bytes).
[[nodiscard]] PlainList check_list(std::string_view text, const TreeBuilder& tree);

}  // namespace overmatch
