// SPDX-License-Identifier: Apache-2.0
// The readers of files that come from anywhere, put to any text: a case file's and a tree's. They
// may refuse it, in one line that says where and what; they must not do anything else, and what
// they accept they must be able to write and read again.
#pragma once

#include <string_view>

namespace overmatch::fuzz {

// Does not return when a reader breaks that.
void check_readers(std::string_view text);

}  // namespace overmatch::fuzz
