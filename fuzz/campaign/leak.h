// SPDX-License-Identifier: Apache-2.0
// Leaks: a subject that takes a little memory with each question and gives none back. No single
// case kills it.
#pragma once

#include <cstdint>

#include "cases/case.h"
#include "search/runner.h"

namespace overmatch::fuzz {

// Bytes that the subject's process grows by with each time it is asked the case, measured over some
// thousand times in a process of its own; 0 when it doesn't, or when it dies of it otherwise than
// by memory.
[[nodiscard]] std::uint64_t bytes_leaked(const Runner& runner, const Case& content);

}  // namespace overmatch::fuzz
