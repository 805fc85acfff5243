// SPDX-License-Identifier: Apache-2.0
// Patterns for the `regex` mode: from a portable core that Python's `re`, PCRE2 and RE2 read alike,
// next to the broken ones that people write.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "generate/choices.h"

namespace overmatch {

// What a generated regex is, for the report's count of mode-relevant situations.
enum class RegexSituation : std::uint8_t {
  escaped_path,           // model\.layers\.0
  segment_class,          // model\.layers\.[0-9]+\.q_proj, [^.]+
  alternation_in_group,   // .*\.(q_proj|v_proj)
  repetition,             // (layers\.){1,2}0, a+, a?, a*
  any_prefix,             // .*q_proj: crosses a segment border
  boundary_prefix,        // (.*\.)?q_proj: the precise suffix
  unescaped_dot,          // model.layers.0
  missing_anchor,         // q_proj where .*q_proj was meant
  trailing_any,           // model\.layers\.1.*
  ungrouped_alternation,  // q_proj|v_proj, .*q_proj|v_proj
  anchored,               // ^...$
  malformed,              // does not compile in any of the three engines
  engine_specific,  // only in a wide search: look-around, back-references, flags, what engines read
                    // differently
  count_            // not a situation
};
// Those that a search makes unless it is asked for a wide one.
inline constexpr std::size_t kPortableSituations =
    static_cast<std::size_t>(RegexSituation::engine_specific);
[[nodiscard]] std::string_view to_string(RegexSituation situation) noexcept;

// Appends to `out` (which is cleared first) a pattern that speaks about `target`, a module path,
// and says what it is. `other` is a second path for alternations. Both may hold any UTF-8. The
// pattern stays inside the portable core for names without newline: no construct on which the three
// engines differ, no nested unbounded repetition, at most some 2,000 characters.
RegexSituation generate_regex(Choices& choices, std::string_view target, std::string_view other,
                              std::string& out);

// The same beyond the portable core: patterns of Python's `re` that PCRE2 or RE2 lack or read
// otherwise. All of them compile in Python 3.11, none holds a nested unbounded repetition.
RegexSituation generate_wide_regex(Choices& choices, std::string_view target,
                                   std::string_view other, std::string& out);

}  // namespace overmatch
