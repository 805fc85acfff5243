// SPDX-License-Identifier: Apache-2.0
// Draws the modules of a case as an indented tree that marks right and wrong selections.
#pragma once

#include <string>
#include <vector>

#include "cases/case.h"

namespace overmatch {

// The subject's answer about one module beside the reference's.
enum class Mark : std::uint8_t {
  none,        // neither selects it
  right,       // both select it
  overmatch,   // the subject alone selects it
  undermatch,  // the reference alone selects it
  relabelled,  // both give it a label, but not the same
};
inline constexpr std::size_t kMarks = 5;

// A module of a drawing.
struct DrawnModule {
  std::string path;
  Mark mark = Mark::none;
  bool intended = false;  // inside the intended subtree
  std::string note = {};  // of a list with labels: which entry gives it what
};

// Draws the tree with box-drawing characters; ends with a line feed. Each selected or missed module
// has a sign and a word. A bar runs along the intended subtree. Ancestors that are no module of the
// case are faint. Long runs of siblings with the same mark are folded: "… 24 more".
[[nodiscard]] std::string draw_tree(const std::vector<DrawnModule>& modules, bool colour);

// Explains the signs that the drawing uses, on one line; "" if it uses none.
[[nodiscard]] std::string draw_legend(const std::vector<DrawnModule>& modules, bool colour);

}  // namespace overmatch
