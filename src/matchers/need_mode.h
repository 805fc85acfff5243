// SPDX-License-Identifier: Apache-2.0
// Parses the name of a mode that a user gave.
#pragma once

#include <string>

#include "matchers/mode.h"

namespace overmatch {

// Throws InputError for an unknown name, with the list of known ones.
[[nodiscard]] Mode need_mode(const std::string& name);

}  // namespace overmatch
