// SPDX-License-Identifier: Apache-2.0
// Measures memory leaks: a subject that keeps a little memory for each question.
#pragma once

#include <cstdint>

#include "cases/case.h"
#include "search/runner.h"

namespace overmatch::fuzz {

// Bytes by which the subject's process grows each time that it is asked the case, measured over
// some thousand times in a process of its own. 0 if it does not grow, or ends for another reason.
[[nodiscard]] std::uint64_t bytes_leaked(const Runner& runner, const Case& content);

}  // namespace overmatch::fuzz
