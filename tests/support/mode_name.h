// SPDX-License-Identifier: Apache-2.0
// Names parameterized tests by mode.
#pragma once

#include <algorithm>
#include <string>

#include "matchers/mode.h"

namespace overmatch {

// The name of a mode as GoogleTest allows it: "path_glob" for "path-glob", "llama_cpp" for
// "llama.cpp".
[[nodiscard]] inline std::string test_name_of(Mode mode) {
  std::string name(to_string(mode));
  std::replace_if(name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

}  // namespace overmatch
