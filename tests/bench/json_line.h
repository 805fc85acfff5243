// SPDX-License-Identifier: Apache-2.0
// One JSON object a line on standard output: how the programs hand their measurements over.
#pragma once

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "cases/case.h"
#include "names/readers/json_text.h"

namespace overmatch::bench {

inline void print_line(const nlohmann::json& object) {
  std::string line;
  append_json(line, object);
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fflush(stdout);
}

[[nodiscard]] inline nlohmann::json to_json(const Names& names) {
  nlohmann::json list = nlohmann::json::array();
  for (const std::string_view name : names) list.push_back(std::string(name));
  return list;
}

}  // namespace overmatch::bench
