// SPDX-License-Identifier: Apache-2.0
// Lays a drawn tree out in rows, which the text and the HTML report then style.
//
// A chain of unmarked nodes becomes one row ("img_model.layers.0.xxxx"). A long run of siblings
// with the same mark is folded. An unmarked subtree of many modules becomes its root and a count. A
// folded row always says how many modules it stands for.
#pragma once

#include <string>
#include <vector>

#include "report/tree_drawing.h"

namespace overmatch::report {

// Up to so many siblings with the same mark are drawn; of more, the first kRunHead and the last.
inline constexpr std::size_t kLongestRun = 6;
inline constexpr std::size_t kRunHead = 3;
// An unmarked subtree with more modules than this is folded.
inline constexpr std::size_t kUnmarkedDrawn = 4;
// A chain of more unmarked modules than this, each an only child, becomes one row.
inline constexpr std::size_t kLongestChain = 5;
// The first kWideLevels levels are indented by three columns each, deeper ones by one, and those
// beyond kMostLevels not at all.
inline constexpr std::size_t kWideLevels = 16;
inline constexpr std::size_t kMostLevels = 48;
// A drawing has at most this many rows; a last one counts the rest.
inline constexpr std::size_t kMostRows = 200;

// One line of a drawing.
struct TreeRow {
  std::string guide;  // box-drawing characters
  // Segments before the name that have no row of their own, each with its separator.
  std::string above;
  std::string name;    // "" for a folded run
  std::string note;    // what is folded: "… 24 more", "4 more modules below"; or DrawnModule::note
  bool module = true;  // false for an ancestor that is no module of the case
  Mark mark = Mark::none;
  bool intended = false;
  std::size_t level = 0;  // of indentation
  // The row's own part of the path: the segments above and the name as they are. "" for a folded
  // run, for the root and for a part that is too long to be shown whole.
  std::string path = {};
};

// O(B log N) for N modules whose paths have B bytes together.
[[nodiscard]] std::vector<TreeRow> tree_rows(const std::vector<DrawnModule>& modules);

// "X", "-", "~", "+" or " ".
[[nodiscard]] std::string_view sign(Mark mark) noexcept;
// "OVERMATCH", "UNDERMATCH", "OTHER LABEL", "right" or "".
[[nodiscard]] std::string_view word(Mark mark) noexcept;
// "selected, should not be" and the like.
[[nodiscard]] std::string_view meaning(Mark mark) noexcept;

}  // namespace overmatch::report
