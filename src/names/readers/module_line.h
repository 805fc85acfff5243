// SPDX-License-Identifier: Apache-2.0
// Reads one line of a JSON Lines tree (tree_lines.h) that describes a module.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "names/model_facts.h"

namespace overmatch {

// A module as its line describes it. The views are into the line or into `texts`.
struct ModuleLine {
  std::string_view module;
  std::string_view class_name;  // "" if the line has no class
  bool has_parameters = false;  // whether the line has the member, which may be empty
  std::vector<std::pair<std::string_view, Shape>> parameters;  // the first `parameter_count` count
  std::size_t parameter_count = 0;  // the rest keep their memory for the next line
  std::int64_t groups = 1;
  bool in_checkpoint = true;
  std::vector<std::string> texts;  // of members with escapes
};

// Reads a line into `out`. Returns what is wrong with it, or "": "column 7: no JSON, …" or
// "\"class\" must be a string". Reads the usual spelling (known members, no escapes) in one pass;
// any other by the JSON library, which reports all mistakes.
[[nodiscard]] std::string read_module_line(std::string_view line, ModuleLine& out);

}  // namespace overmatch
