// SPDX-License-Identifier: Apache-2.0
// A case drawn as a tree, so that the right and the wrong selections are told apart at a glance.
#pragma once

#include <string>
#include <vector>

#include "cases/case.h"

namespace overmatch {

// The verdict on one module, from the reference and from the subject.
enum class Mark : std::uint8_t {
  none,        // rightly left out
  right,       // rightly selected
  overmatch,   // selected, and should not be
  undermatch,  // not selected, and should be
};

struct DrawnModule {
  std::string path;
  Mark mark = Mark::none;
  bool intended = false;  // inside the intended subtree
};

// The modules as an indented tree with box-drawing lines, a mark and a word for each selected or
// missed one, the intended subtree bracketed or tinted; ancestors that are no module of the case
// are drawn faintly (they carry no mark). Long runs of unmarked siblings are folded ("... 24
// more"). Ends with a line feed.
[[nodiscard]] std::string draw_tree(const std::vector<DrawnModule>& modules, bool colour);

// Without colour the marks alone tell them apart: "+ right", "X overmatch", "- undermatch" or the
// like. A legend of the marks used.
[[nodiscard]] std::string draw_legend(const std::vector<DrawnModule>& modules, bool colour);

}  // namespace overmatch
