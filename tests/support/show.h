// SPDX-License-Identifier: Apache-2.0
// Shows a case in one line: its patterns, a bar and its modules.
#pragma once

#include <string>
#include <string_view>

#include "cases/case.h"

namespace overmatch {

[[nodiscard]] inline std::string show(const Case& content) {
  std::string text;
  for (const std::string_view name : content.patterns) text.append(name).append(" ");
  text += "|";
  for (const std::string_view name : content.modules) text.append(" ").append(name);
  return text;
}

}  // namespace overmatch
