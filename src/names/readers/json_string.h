// SPDX-License-Identifier: Apache-2.0
// JSON strings on the way out, for those who need no more of JSON than that: the fuzz targets write
// thousands a second.
#pragma once

#include <string>
#include <string_view>

namespace overmatch {

// Appends `text`, valid UTF-8, as a JSON string: non-ASCII as it is, control characters (DEL too)
// escaped.
void append_json_string(std::string& out, std::string_view text);

}  // namespace overmatch
