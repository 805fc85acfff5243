// SPDX-License-Identifier: Apache-2.0
// Parses the name of a mode that a user gave, and lists the names.
#pragma once

#include <string>
#include <string_view>

#include "matchers/mode.h"

namespace overmatch {

// The names of all modes, for help and messages: "endswith, segment, exact, subtree or regex".
[[nodiscard]] std::string mode_names();

// What to write instead of an unknown name: the nearest one if there is one, and all of them.
[[nodiscard]] std::string mode_hint(std::string_view unknown);

// Throws InputError for an unknown name, with the list of known ones.
[[nodiscard]] Mode need_mode(const std::string& name);

}  // namespace overmatch
