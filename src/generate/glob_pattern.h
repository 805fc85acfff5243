// SPDX-License-Identifier: Apache-2.0
// Globs for the modes `glob` and `path-glob` are generated here, and the names that they meet.
//
// They are read as Python's `fnmatch` reads them (matchers/glob.h): what people write about names
// of modules, and the corners of the syntax, in which other readers of globs differ.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "generate/choices.h"

namespace overmatch {

// A glob situation: what a generated glob is like, for the counts of a report.
enum class GlobSituation : std::uint8_t {
  escaped_path,     // a.b, with its special characters in brackets
  star_segment,     // model.layers.*.q_proj: a star in place of whole segments
  star_inside,      // model.layers.1*, *_proj, q_*j: a star in place of a part of one
  leading_star,     // *q_proj: crosses a segment boundary
  star_leaf,        // *.q_proj
  trailing_star,    // model.layers.1*, model.layers.*
  star_around,      // *layers.1*
  question_mark,    // layers.?, layer?.0
  one_of,           // [qkv]_proj
  range,            // layers.[0-9]
  negated,          // layers.[!0]
  unclosed,         // layers.[0: plain text
  closing_first,    // []a], [!]]: the bracket is a member
  backward_range,   // layers.[9-0]: no members
  double_star,      // **.q_proj, model.**.q_proj: no more than one star
  dot_in_brackets,  // model[.]layers, [!.]*
  odd_bracket,      // [^a], [[], [a-], [-a], [\d], [!!]
  foreign_syntax,   // {q,k}_proj, .*q_proj, layers\.1, !(a): plain text but for stars
  malformed_path,   // .a, a..b, a. (no module has an empty segment), the empty glob
  count_            // not a situation
};
inline constexpr std::size_t kGlobSituations = static_cast<std::size_t>(GlobSituation::count_);
// The name in reports.
[[nodiscard]] std::string_view to_string(GlobSituation situation) noexcept;

// Writes a glob about the well-formed path `target` to `out` and returns its situation. `other` is
// a second path, whose characters brackets hold too. O(size of both).
GlobSituation generate_glob(Choices& choices, std::string_view target, std::string_view other,
                            std::string& out);

// Writes a name that the glob matches, or nearly matches, to `name`: each star, question mark and
// bracket becomes a text that it stands for or one that it just does not. Not always a well-formed
// path. O(size of `glob`).
void write_name_near_glob(Choices& choices, std::string_view glob, std::string& name);

}  // namespace overmatch
