// SPDX-License-Identifier: Apache-2.0
// How a name is shown to people: control characters and the like escaped, so that a newline or a
// NUL in a name can neither hide nor break a line of output.
#pragma once

#include <string>
#include <string_view>

namespace overmatch {

// The name as it can stand in a line of text: `\n`, `\t`, `\0`, `\x1b`, `\u0301` (combining and
// invisible code points) and a backslash as `\\`; all else unchanged. The root is "(root)".
[[nodiscard]] std::string printable_path(std::string_view path);

// The same in double quotes, with `"` escaped: for patterns, where "" and spaces must be seen.
[[nodiscard]] std::string quoted(std::string_view text);

// The same of the first 100 bytes or so, with the size of all, for messages: a name may be 64 KiB
// long. Valid UTF-8 only.
[[nodiscard]] std::string quoted_short(std::string_view text);

}  // namespace overmatch
