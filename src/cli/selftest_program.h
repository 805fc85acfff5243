// SPDX-License-Identifier: Apache-2.0
// Runs the selftest, which holds the planted bugs: the program `overmatch-selftest`
// (selftest_program.cc), or in a wheel the same verbs within this one (wheel/selftest_inside.cc).
#pragma once

#include <string>
#include <vector>

namespace overmatch::cli {

// Replaces this process by `overmatch-selftest ARGUMENTS` from this program's folder, or does what
// that would and returns its exit status. If it does not start, prints one line on stderr and
// returns kBadUsage.
[[nodiscard]] int start_selftest_program(std::vector<std::string> arguments);

}  // namespace overmatch::cli
