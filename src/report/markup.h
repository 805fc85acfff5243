// SPDX-License-Identifier: Apache-2.0
// Text inside XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace overmatch::report {

// `text` with & < > " ' as entities, so that it can stand between tags and in a quoted attribute;
// line feeds and tabs kept. What XML 1.0 forbids even as an entity (control characters, U+FFFE,
// U+FFFF) and what is no UTF-8 becomes U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace overmatch::report
