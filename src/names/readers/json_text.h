// SPDX-License-Identifier: Apache-2.0
// JSON as our files need it: strict on the way in, the same bytes every time on the way out.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "names/readers/json_string.h"

namespace overmatch {

// How deep arrays and objects may nest. Our formats need five levels; the bound keeps the recursive
// writers off the stack's end.
inline constexpr std::size_t kMaxJsonDepth = 64;

// Parses one JSON value. A byte-order mark is skipped. Throws InputError "FILE: what, where" for
// whatever is not strict JSON in UTF-8, and for what is but would lose something: an object with
// the same member twice, nesting beyond kMaxJsonDepth.
[[nodiscard]] nlohmann::json parse_json(std::string_view text, const std::string& file);

// Appends `value` on one line, ", " and ": " between, the members of objects sorted by name.
void append_json(std::string& out, const nlohmann::json& value);

}  // namespace overmatch
