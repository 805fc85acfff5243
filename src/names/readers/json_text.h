// SPDX-License-Identifier: Apache-2.0
// Parses JSON strictly (RFC 8259) and writes it deterministically.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "names/readers/json_string.h"

namespace overmatch {

// How deep arrays and objects may nest. overmatch's formats need five levels; the bound protects
// the recursive writers from stack overflow.
inline constexpr std::size_t kMaxJsonDepth = 64;

// Parses one JSON value; skips a byte-order mark. Throws InputError "FILE: what, where" for text
// that is not strict JSON in UTF-8, for duplicate members and for nesting beyond kMaxJsonDepth.
[[nodiscard]] nlohmann::json parse_json(std::string_view text, const std::string& file);

// What is wrong with a line of JSON Lines by the same rules, such as "column 7: no JSON, …"; "" if
// nothing is.
[[nodiscard]] std::string json_line_mistake(std::string_view line);

// Appends `value` on one line, with ", " and ": " as separators and members sorted by name.
void append_json(std::string& out, const nlohmann::json& value);

}  // namespace overmatch
