// SPDX-License-Identifier: Apache-2.0
// Compares the regex reference with RE2 (https://github.com/google/re2) on the portable core, which
// both must read alike.
#pragma once

#include "cases/case.h"

namespace overmatch::fuzz {

// Does not return if one rejects what the other accepts, or they select different modules.
void compare_engines(const Case& content);

}  // namespace overmatch::fuzz
