// SPDX-License-Identifier: Apache-2.0
// Tests the readers of case files and trees on arbitrary text.
//
// A reader must refuse a text with one line that says what is wrong where, or accept it; what it
// accepts must round-trip through its writer.
#pragma once

#include <string_view>

namespace overmatch::fuzz {

// Does not return if a reader breaks that rule.
void check_readers(std::string_view text);

}  // namespace overmatch::fuzz
