// SPDX-License-Identifier: Apache-2.0
// ModePattern is a pattern in a mode: what an entry of a library's list is read as.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "matchers/mode.h"

namespace overmatch {

struct ModePattern {
  Mode mode;  // not a dialect
  std::string pattern;
  friend bool operator==(const ModePattern&, const ModePattern&) = default;
};

}  // namespace overmatch
