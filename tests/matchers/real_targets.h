// SPDX-License-Identifier: Apache-2.0
// Targets for generate_regex, and names near them on which engines are compared.
#pragma once

#include <string>
#include <vector>

#include "generate/choices.h"

namespace overmatch {

struct TargetCase {
  std::string target;
  std::string other;
  std::vector<std::string> names;  // both, and changed ones
};

// Draws from real module paths and hostile ones. Names never get digits of other scripts beside an
// ASCII target, nor newlines unless the target has one.
[[nodiscard]] TargetCase make_target_case(Choices& choices);

}  // namespace overmatch
