// SPDX-License-Identifier: Apache-2.0
// "Did you mean …?" for a name that selects nothing in a tree: what the family of this model calls
// that layer (renamings.h), or a spelling that is near. Nothing rather than something wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

// Entries for the same list, in the mode that it is read in (any but `regex`): those of one group
// belong together, groups are alternatives, the likeliest first. Each entry selects something, and
// something besides `taken`, which is what the other entries select.
[[nodiscard]] std::vector<std::vector<std::string>> suggest(const TreeIndex& index, Mode mode,
                                                            std::string_view entry,
                                                            const Selection& taken);

// "`a` and `b`, or `c`", in quotes.
[[nodiscard]] std::string in_words(const std::vector<std::vector<std::string>>& groups);

// How far two names are apart as one misspelt: 0 differs in capitals and separators only; else the
// edits, all in one part that is long enough for them (`q_prj` and `q_proj`). A part of one or two
// letters and a number are never misspelt: `q_proj` is not `o_proj`, `norm1` not `norm2`. kFar if
// it is no misspelling, and for equal names.
inline constexpr std::size_t kFar = static_cast<std::size_t>(-1);
[[nodiscard]] std::size_t misspelling(std::string_view written, std::string_view name);

}  // namespace overmatch
