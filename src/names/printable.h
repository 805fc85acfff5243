// SPDX-License-Identifier: Apache-2.0
// Escapes names and patterns for display, so that control and invisible characters show.
#pragma once

#include <string>
#include <string_view>

namespace overmatch {

// Escapes a path: `\n`, `\t`, `\0`, `\x1b`, `\u0301` (combining and invisible code points), and a
// backslash as `\\`. All other text is unchanged. The root becomes "(root)".
[[nodiscard]] std::string printable_path(std::string_view path);

// Escapes a line of prose in the same way, but keeps backslashes, because prose may quote patterns.
[[nodiscard]] std::string printable_text(std::string_view text);
// Whether every character of the text is visible, so that it can be printed and copied unescaped.
[[nodiscard]] bool shows_as_it_is(std::string_view text);

// Puts a pattern in double quotes without escaping backslashes: `"layers\.0"`. A pattern with
// invisible characters or a double quote becomes an escaped shell string instead: `$'a\nb'`.
[[nodiscard]] std::string in_quotes(std::string_view text);

// Quotes some 90 bytes of `text`, which must be valid UTF-8, and appends the full size if it is
// longer: names in messages may have 64 KiB.
[[nodiscard]] std::string quoted_short(std::string_view text);

}  // namespace overmatch
