// SPDX-License-Identifier: Apache-2.0
// "Did you mean …?" for words that people misspell: members of a file, modes, verbs.
#pragma once

#include <span>
#include <string_view>

namespace overmatch {

// The candidate that `word` was most likely meant to be, or "" if none is near: at most two edits
// away (a third of the word for short ones), capitals not counted. The first of equally near ones.
[[nodiscard]] std::string_view closest(std::string_view word,
                                       std::span<const std::string_view> candidates);

}  // namespace overmatch
