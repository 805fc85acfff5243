// SPDX-License-Identifier: Apache-2.0
// Coverage of the specification: which situations of the reference rules a case goes through.
//
// libFuzzer counts the edges of instrumented code; of a matcher that it cannot see into (a plugin
// built without instrumentation, another process) it learns nothing. What the case *means* can be
// counted all the same, by walking what the reference rule does over each pattern and module: in
// which mode, at which boundary, how far the pattern got before it failed, which collision it is.
// The counts stand where libFuzzer looks for extra counters; other engines ignore them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "cases/case.h"
#include "matchers/matcher.h"

namespace overmatch::fuzz {

// Counters of situations, set to zero by libFuzzer before each input.
[[nodiscard]] std::span<std::uint8_t> specification_counters() noexcept;

// Counts the situations of a case. `expected` is the reference's answer to it. Looks at the first
// few dozen pairs of a big case, so that it costs about as much as asking the reference does.
void cover_specification(const Case& content, const Answer& expected) noexcept;

}  // namespace overmatch::fuzz
