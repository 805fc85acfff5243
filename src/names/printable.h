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

// A line of prose: the same, but backslashes stay as they are. What is shown may quote patterns, in
// which none may be doubled.
[[nodiscard]] std::string printable_text(std::string_view text);
// Whether every character of the text shows, so that it can be printed and copied as it is.
[[nodiscard]] bool shows_as_it_is(std::string_view text);

// A pattern in double quotes, as it stands in the file that it is from: `"layers\.0"`, no backslash
// doubled, "" and spaces to be seen. One with characters that do not show (or with a double quote)
// as a shell writes it, in which a backslash is two: `$'a\nb'`.
[[nodiscard]] std::string in_quotes(std::string_view text);

// The same of the first 100 bytes or so, with the size of all, for messages: a name may be 64 KiB
// long. Valid UTF-8 only.
[[nodiscard]] std::string quoted_short(std::string_view text);

}  // namespace overmatch
