// SPDX-License-Identifier: Apache-2.0
// Plain lists of names, one a line, and the texts that are taken for one by mistake.
//
// A segment may hold any character, so that nearly every text is a list of names. What is certain
// is read as it is meant (comments, quotes around every line) or refused (NUL bytes, a text most
// lines of which hold characters that names of modules do not have); what is in doubt is told, and
// read as it stands. A JSON array of names is never doubted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "names/tree_builder.h"

namespace overmatch {

struct PlainList {
  // Whether the lines are others than the text's: some left out, or without their quotes.
  bool changed = false;
  std::vector<std::string_view> lines;  // parts of the text; only if changed
  std::vector<std::string> warnings;    // "line 3: …", a line each
};

// Looks at a list. Throws InputError, by `tree.fail`, for what is certainly none. O(bytes).
[[nodiscard]] PlainList look_at_list(std::string_view text, const TreeBuilder& tree);

}  // namespace overmatch
