// SPDX-License-Identifier: Apache-2.0
// Suggests entries of a list for a name that selects nothing: what the model's family calls that
// layer (renamings.h), or a near spelling.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

// Groups of entries for a list in `mode` (none for regexes). Groups are alternatives, the most
// likely first; the entries of a group belong together. Each entry selects a module outside
// `taken`, which is what the other entries of the list select.
[[nodiscard]] std::vector<std::vector<std::string>> suggest(const TreeIndex& index, Mode mode,
                                                            std::string_view entry,
                                                            const Selection& taken);

// The groups in words, with quotes: "a" and "b", or "c".
[[nodiscard]] std::string in_words(const std::vector<std::vector<std::string>>& groups);

// The distance of `written` as a misspelling of `name`: 0 if they differ only in case and
// separators; else the number of edits, all in one word that is long enough for them (`q_prj` and
// `q_proj`). Numbers and words of one or two letters are never misspelt: `q_proj` is not `o_proj`,
// `norm1` not `norm2`. kFar if it is no misspelling, and for equal names.
inline constexpr std::size_t kFar = static_cast<std::size_t>(-1);
[[nodiscard]] std::size_t misspelling(std::string_view written, std::string_view name);

}  // namespace overmatch
