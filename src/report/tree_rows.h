// SPDX-License-Identifier: Apache-2.0
// The layout of a drawn tree, one row a line, before any ink or markup: what text and HTML draw
// alike.
//
// A chain of nodes with nothing to say is one row ("img_model.layers.0.xxxx"), a long run of
// siblings of one mark is folded, and an unmarked subtree of many modules is its topmost module
// with a count: what is marked is never left out without saying so.
#pragma once

#include <string>
#include <vector>

#include "report/tree_drawing.h"

namespace overmatch::report {

// Siblings of one mark that are drawn in full; of more, the first kRunHead and the last.
inline constexpr std::size_t kLongestRun = 6;
inline constexpr std::size_t kRunHead = 3;
// Modules of an unmarked subtree that are drawn.
inline constexpr std::size_t kUnmarkedDrawn = 4;
// Unmarked modules one below the other, each the only child, that are drawn in rows of their own.
inline constexpr std::size_t kLongestChain = 5;
// Levels that are drawn with three columns each; a deeper tree gets one column a level, up to the
// second bound.
inline constexpr std::size_t kWideLevels = 16;
inline constexpr std::size_t kMostLevels = 48;
// Rows of one drawing.
inline constexpr std::size_t kMostRows = 200;

struct TreeRow {
  std::string guide;  // box-drawing lines
  std::string
      above;  // segments in front of the name that have no row of their own, with their separators
  std::string name;    // "" for a folded run
  std::string note;    // what is folded: "… 24 more", "4 modules below"
  bool module = true;  // false: an ancestor that is no module of the case
  Mark mark = Mark::none;
  bool intended = false;
};

// Linear in the bytes of the paths, times the logarithm of their number.
[[nodiscard]] std::vector<TreeRow> tree_rows(const std::vector<DrawnModule>& modules);

// "X", "-", "+" or " ".
[[nodiscard]] std::string_view sign(Mark mark) noexcept;
// "OVERMATCH", "UNDERMATCH", "right" or "".
[[nodiscard]] std::string_view word(Mark mark) noexcept;
// "selected, should not be" and the like.
[[nodiscard]] std::string_view meaning(Mark mark) noexcept;

}  // namespace overmatch::report
