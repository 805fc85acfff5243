// SPDX-License-Identifier: Apache-2.0
// Finds a text that every match of a regex contains: names without it need no engine, and so exceed
// none of its limits (regex_limits.h).
#pragma once

#include <string>
#include <string_view>

namespace overmatch {

// Stores the longest run of literal characters outside of groups, classes and alternatives that
// every match of `translated` (the output of translate_python_regex) contains. Stores "" if there
// is none, or if the pattern ignores case.
void find_required_text(std::string_view translated, std::string& out);

}  // namespace overmatch
