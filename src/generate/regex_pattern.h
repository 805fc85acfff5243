// SPDX-License-Identifier: Apache-2.0
// Regexes for the modes `regex`, `match` and `search` are generated here.
//
// They are from the portable core that Python's `re` (https://docs.python.org/3/library/re.html),
// PCRE2 (https://www.pcre.org/current/doc/html/pcre2pattern.html) and RE2
// (https://github.com/google/re2/wiki/Syntax) read alike, and malformed ones that people write.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "generate/choices.h"
#include "matchers/mode.h"

namespace overmatch {

// A regex situation: what a generated regex is like, for the counts of a report.
enum class RegexSituation : std::uint8_t {
  escaped_path,           // model\.layers\.0
  segment_class,          // model\.layers\.[0-9]+\.q_proj, [^.]+
  alternation_in_group,   // .*\.(q_proj|v_proj)
  repetition,             // (layers\.){1,2}0, a+, a?, a*
  any_prefix,             // .*q_proj: crosses a segment boundary
  boundary_prefix,        // (.*\.)?q_proj: the precise suffix
  unescaped_dot,          // model.layers.0
  missing_anchor,         // q_proj where .*q_proj was meant
  trailing_any,           // model\.layers\.1.*
  ungrouped_alternation,  // q_proj|v_proj, .*q_proj|v_proj
  anchored,               // ^...$
  malformed,              // does not compile in any of the three engines
  engine_specific,        // only in wide searches: look-around, back-references, flags and the like
  // Only where text may stand beside a match:
  half_anchored,      // ^model\.layers, q_proj$: one end is closed, the other is open
  boundary_ends,      // (^|\.)q_proj($|\.): whole segments
  word_boundary,      // \bproj\b: `_` is no boundary, `-` is one
  part_of_a_segment,  // proj, ayers\.1: a piece of the path, cut in the middle of segments
  count_              // not a situation
};
inline constexpr std::size_t kRegexSituations = static_cast<std::size_t>(RegexSituation::count_);
// The situations of mode `regex` in a search that is not wide.
inline constexpr std::size_t kPortableSituations =
    static_cast<std::size_t>(RegexSituation::engine_specific);
// The name in reports.
[[nodiscard]] std::string_view to_string(RegexSituation situation) noexcept;

// Writes a regex about the path `target` to `out` and returns its situation. `other` is a second
// path for alternations. Both may be any UTF-8. For names without newline the three engines agree
// on the regex: no construct on which they differ, no nested unbounded repetition, at most some
// 2,000 characters. In `match` and `search` the ends of a pattern matter most: anchors, boundaries
// and pieces of a path are frequent there.
RegexSituation generate_regex(Choices& choices, std::string_view target, std::string_view other,
                              std::string& out, Mode mode = Mode::regex);

// The same outside the portable core: regexes of Python's `re` that PCRE2 or RE2 lack or read
// differently. All compile in Python 3.11; none has a nested unbounded repetition.
RegexSituation generate_wide_regex(Choices& choices, std::string_view target,
                                   std::string_view other, std::string& out);

}  // namespace overmatch
