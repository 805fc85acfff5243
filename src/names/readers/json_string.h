// SPDX-License-Identifier: Apache-2.0
// Writes JSON strings without the JSON library, for fuzz targets that write thousands a second.
#pragma once

#include <string>
#include <string_view>

namespace overmatch {

// Appends `text`, which must be valid UTF-8, as a JSON string. Escapes control characters and DEL;
// keeps non-ASCII characters.
void append_json_string(std::string& out, std::string_view text);

}  // namespace overmatch
