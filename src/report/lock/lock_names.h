// SPDX-License-Identifier: Apache-2.0
// Spells sets of names of modules and parameters in few lines, without loss, and reads them back.
//
// A line is a path whose segments may have alternatives: `layers.{0..31}.{q_proj,v_proj}`. What has
// a meaning there, blanks and invisible characters are escaped as `\x2c`, byte by byte.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/folding.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

// A line and the number of names that it stands for.
struct FoldedText {
  std::string text;
  std::size_t count = 1;
  friend bool operator==(const FoldedText&, const FoldedText&) = default;
};

struct FoldedNames {
  std::size_t count = 0;          // of all lines
  std::vector<FoldedText> lines;  // sorted by text, disjoint
  friend bool operator==(const FoldedNames&, const FoldedNames&) = default;
};

// Modules of a tree. The lines are the same for every order of the tree's file.
[[nodiscard]] FoldedNames folded(const TreeIndex& index, const Selection& modules);
// Well-formed, distinct names of no tree, such as parameters.
[[nodiscard]] FoldedNames folded(const std::vector<std::string>& names);

// Appends the names that a line stands for. False if it is malformed, or stands for another number
// of names than `count`.
[[nodiscard]] bool append_names(const FoldedText& line, std::vector<std::string>& names);
// The names of all lines, sorted. The lines must be well-formed.
[[nodiscard]] std::vector<std::string> names_of(const FoldedNames& folded);

}  // namespace overmatch
