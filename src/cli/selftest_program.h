// SPDX-License-Identifier: Apache-2.0
// Starts the program `overmatch-selftest`, which holds the planted bugs.
#pragma once

#include <string>
#include <vector>

namespace overmatch::cli {

// Replaces this process by `overmatch-selftest ARGUMENTS` from this program's folder. If that does
// not start, prints one line on stderr and returns kBadUsage.
[[nodiscard]] int start_selftest_program(std::vector<std::string> arguments);

}  // namespace overmatch::cli
