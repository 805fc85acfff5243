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

// An entry of a dialect with a marker: behind it a regex of the dialect, else a whole name.
[[nodiscard]] inline std::vector<ModePattern> read_marked(Mode dialect, std::string_view entry) {
  if (const std::optional<std::string_view> regex = regex_in(dialect, entry))
    return {{plain_mode_of(dialect), std::string(*regex)}};
  return {{Mode::exact, std::string(entry)}};
}

}  // namespace overmatch
