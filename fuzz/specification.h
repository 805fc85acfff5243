// SPDX-License-Identifier: Apache-2.0
// Counts which situations of the reference rules a case covers: coverage of the specification.
//
// A matcher without instrumentation (a plugin, another process) gives libFuzzer no coverage. These
// counters follow the reference rule instead over each pattern and module: the mode, the boundary,
// how far the pattern matched and which collision it is. They are libFuzzer's extra counters
// (section __libfuzzer_extra_counters); other engines ignore them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "cases/case.h"
#include "matchers/matcher.h"

namespace overmatch::fuzz {

// The counters. libFuzzer clears them before each input.
[[nodiscard]] std::span<std::uint8_t> specification_counters() noexcept;

// Counts the situations of a case, to which `expected` is the reference's answer. Looks only at the
// first few dozen pairs, so that it takes about as long as the reference.
void cover_specification(const Case& content, const Answer& expected) noexcept;

}  // namespace overmatch::fuzz
