// SPDX-License-Identifier: Apache-2.0
// Starts the program `overmatch-selftest`.
#pragma once

#include <string>
#include <vector>

namespace overmatch::cli {

// Replaces this process by `overmatch-selftest ARGUMENTS`, which stands in this program's folder.
// Returns the exit status for bad usage, after one line on standard error, if that cannot be
// started.
[[nodiscard]] int start_selftest_program(std::vector<std::string> arguments);

}  // namespace overmatch::cli
