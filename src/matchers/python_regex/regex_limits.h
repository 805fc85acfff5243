// SPDX-License-Identifier: Apache-2.0
// The limits within which a regex is matched; beyond them the patterns are rejected.
#pragma once

#include <cstdint>

namespace overmatch {

// PCRE2's limits on backtracking (pcre2_set_match_limit, pcre2_set_depth_limit). A catastrophic
// pattern reaches kMatchLimit in some 15 ms; the library's default is 10,000,000.
inline constexpr std::uint32_t kMatchLimit = 1'000'000;
inline constexpr std::uint32_t kDepthLimit = 1'000'000;

inline constexpr std::uint32_t kRegexHeapLimitKiB = 256 * 1024;
// Above the limit of PythonParser, because the translation may add two groups to a quantified one.
inline constexpr std::uint32_t kRegexNestingLimit = 1000;

}  // namespace overmatch
