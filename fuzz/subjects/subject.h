// SPDX-License-Identifier: Apache-2.0
// Which matchers a property target tests. One of the subject files is linked with each target and
// defines this function.
#pragma once

#include <memory>
#include <vector>

#include "matchers/matcher.h"

namespace overmatch::fuzz {

// At least one, of different modes.
[[nodiscard]] std::vector<std::unique_ptr<Matcher>> subjects();

// The modes that the custom mutator makes cases of: those of the subjects.
[[nodiscard]] std::vector<Mode> case_modes();

}  // namespace overmatch::fuzz

// A user's own matcher: what `overmatch_add_fuzzer(NAME … SOURCES …)` wants one of the sources to
// define.
[[nodiscard]] std::unique_ptr<overmatch::Matcher> overmatch_subject();
