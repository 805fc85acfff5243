// SPDX-License-Identifier: Apache-2.0
// Parses the names of modes and orders that a user gave, and lists those of modes.
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

// The order of this name, in which lists in this mode are read; for "" the one that the dialect
// fixes, or any. Throws InputError for an unknown one, and for one that contradicts the dialect;
// `option` is what messages call it.
[[nodiscard]] Order need_order(Mode mode, const std::string& name, std::string_view option);

}  // namespace overmatch
