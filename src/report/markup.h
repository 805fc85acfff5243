// SPDX-License-Identifier: Apache-2.0
// Escapes text for XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace overmatch::report {

// Replaces & < > " ' by entities; the result may stand between tags and in a quoted attribute.
// Line feeds and tabs stay. Invalid UTF-8 and the characters that XML 1.0 forbids even as entities
// (https://www.w3.org/TR/xml/#charsets) become U+FFFD. Linear in the bytes of `text`.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace overmatch::report
