// SPDX-License-Identifier: Apache-2.0
// Sets of code points, and what the reference's engine says belongs to them.
//
// Which characters \w or a letter without case stands for is a matter of Unicode tables, and of
// their version. Nobody here keeps such tables: PCRE2 is asked, about every code point there is, so
// that a proof speaks of the same characters as the matcher.
#pragma once

#include <string_view>
#include <vector>

namespace overmatch {

// All code points from `first` to `last`.
struct CodeRange {
  char32_t first = 0;
  char32_t last = 0;
  friend bool operator==(const CodeRange&, const CodeRange&) = default;
};

// Sorted, disjoint, not adjacent, without surrogates: equal sets are equal vectors.
using CodeSet = std::vector<CodeRange>;

// Every Unicode scalar value: what a name can hold.
[[nodiscard]] const CodeSet& all_code_points();
[[nodiscard]] CodeSet single(char32_t code);
// Any ranges, in any order, overlapping or not, made a set.
[[nodiscard]] CodeSet to_set(std::vector<CodeRange> ranges);
[[nodiscard]] CodeSet complement(const CodeSet& set);
[[nodiscard]] CodeSet without(const CodeSet& set, char32_t code);
[[nodiscard]] bool contains(const CodeSet& set, char32_t code) noexcept;

// What `item`, one character's worth of PCRE2's syntax as python_dialect.h writes it (a literal, a
// class, \w), matches. Goes through all of Unicode, some milliseconds, and remembers the answer for
// this thread.
[[nodiscard]] const CodeSet& code_points_of(std::string_view item, bool ignore_case);

}  // namespace overmatch
