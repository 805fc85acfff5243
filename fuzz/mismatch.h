// SPDX-License-Identifier: Apache-2.0
// How a fuzz target ends that has found something.
#pragma once

#include <string_view>

#include "cases/case.h"

namespace overmatch::fuzz {

// Prints the case as a case file and what is wrong with it, then the stable line
//   overmatch: SUBJECT: PROPERTY: SHAPE
// and the same behind "ASSERTION FAILED: ", which ClusterFuzz takes for the identity of the bug,
// and aborts. SUBJECT, PROPERTY and SHAPE must not depend on the input: by them clusters tell bugs
// apart.
[[noreturn]] void report_mismatch(std::string_view subject, std::string_view property,
                                  std::string_view group, std::string_view what,
                                  const Case* content = nullptr);

// Prints the case to stderr if the environment has OVERMATCH_PRINT_CASE: what a generator target
// makes of its bytes.
void print_if_asked(const Case& content);

}  // namespace overmatch::fuzz
