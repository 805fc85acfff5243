// SPDX-License-Identifier: Apache-2.0
// A mode that a user names, or one line about why there is none of that name.
#pragma once

#include <string>

#include "matchers/mode.h"

namespace overmatch {

// Throws InputError for an unknown name, and says which there are.
[[nodiscard]] Mode need_mode(const std::string& name);

}  // namespace overmatch
