// SPDX-License-Identifier: Apache-2.0
// The regex reference against RE2, an engine of another kind, on the portable core that both must
// read alike.
#pragma once

#include "cases/case.h"

namespace overmatch::fuzz {

// Does not return when the two differ: one refuses what the other accepts, or they select different
// modules.
void compare_engines(const Case& content);

}  // namespace overmatch::fuzz
