// SPDX-License-Identifier: Apache-2.0
// Splits a text at a separator.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace overmatch {

// The parts of "a, b, c" by ", ". An empty text has none.
[[nodiscard]] inline std::vector<std::string> split_text(std::string_view text,
                                                         std::string_view by) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(by), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + by.size(), text.size()));
  }
  return parts;
}

}  // namespace overmatch
