// SPDX-License-Identifier: Apache-2.0
// Reports what a fuzz target found, and ends the process.
#pragma once

#include <string_view>

#include "cases/case.h"

namespace overmatch::fuzz {

// Prints the case as a case file and what is wrong with it, then aborts. The last two lines are
//   overmatch: SUBJECT: PROPERTY: KIND
//   ASSERTION FAILED: SUBJECT: PROPERTY: KIND
// ClusterFuzz takes the second one as the identity of the bug, so they must not depend on the
// input.
[[noreturn]] void report_mismatch(std::string_view subject, std::string_view property,
                                  std::string_view group, std::string_view what,
                                  const Case* content = nullptr);

// Prints the case to stderr if OVERMATCH_PRINT_CASE is set: the case that a generator target made
// of its input.
void print_if_asked(const Case& content);

}  // namespace overmatch::fuzz
