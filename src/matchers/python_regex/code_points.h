// SPDX-License-Identifier: Apache-2.0
// Computes the set of code points that a character class of a regex matches.
//
// The answer depends on the version of Unicode. overmatch keeps no Unicode tables: it asks PCRE2
// about every code point, so that proofs and the reference use the same characters.
#pragma once

#include <string_view>
#include <vector>

namespace overmatch {

// All code points from `first` to `last`, both included.
struct CodeRange {
  char32_t first = 0;
  char32_t last = 0;
  friend bool operator==(const CodeRange&, const CodeRange&) = default;
};

// Ranges that are sorted, disjoint, not adjacent and without surrogates, so that equal sets are
// equal vectors.
using CodeSet = std::vector<CodeRange>;

// Every Unicode scalar value: all characters that a name can have.
[[nodiscard]] const CodeSet& all_code_points();
[[nodiscard]] CodeSet single(char32_t code);
// Makes a set of ranges in any order, which may overlap.
[[nodiscard]] CodeSet to_set(std::vector<CodeRange> ranges);
[[nodiscard]] CodeSet complement(const CodeSet& set);
[[nodiscard]] CodeSet without(const CodeSet& set, char32_t code);
[[nodiscard]] bool contains(const CodeSet& set, char32_t code) noexcept;

// The code points that `item` matches: a literal, a class or \w, in the PCRE2 syntax that
// translate_python_regex writes. The first call for an item tries all of Unicode, in some
// milliseconds; the result is cached per thread.
[[nodiscard]] const CodeSet& code_points_of(std::string_view item, bool ignore_case);

// The same, but right for the code points of `characters` only, which is sorted and valid UTF-8: in
// microseconds, and not cached.
[[nodiscard]] CodeSet code_points_among(std::string_view characters, std::string_view item,
                                        bool ignore_case);

}  // namespace overmatch
