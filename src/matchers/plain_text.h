// SPDX-License-Identifier: Apache-2.0
// Converts between a text and the pattern that describes exactly this text in a mode.
#pragma once

#include <string>
#include <string_view>

#include "matchers/mode.h"

namespace overmatch {

// Appends the pattern that describes exactly `text` and nothing else: the text itself in the modes
// of text, with its special characters escaped in those of globs and regexes.
void append_plain_text(Mode mode, std::string& out, std::string_view text);
[[nodiscard]] std::string plain_text(Mode mode, std::string_view text);

// The pattern that is the regex `regex` in a mode or dialect of regexes: behind the marker, if
// there is one.
[[nodiscard]] std::string regex_entry(Mode mode, std::string_view regex);

// Whether `pattern` describes exactly one text; if so, stores it in `text`. In the modes of text
// that is every pattern, in the others one without special characters, escaped ones aside.
[[nodiscard]] bool is_plain_text(Mode mode, std::string_view pattern, std::string& text);

}  // namespace overmatch
