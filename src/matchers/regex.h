// SPDX-License-Identifier: Apache-2.0
// regex: Python's `re.fullmatch(pattern, path)` on str, by PCRE2 (UTF, Unicode properties, anchored
// at both ends).
//
// A module is selected when at least one pattern matches its whole path. The list is rejected when
// any pattern does not compile in Python, or when a match exceeds kMatchLimit (an answer of its
// own, never a silent "no match"). Where PCRE2 reads a construct otherwise than Python,
// `python_dialect.h` translates it or rejects it; what then still differs is listed there.
#pragma once

#include <cstdint>

#include "matchers/matcher.h"

namespace overmatch {

// PCRE2's measure of backtracking; its own default is 10,000,000, some 15 ms on a catastrophic
// pattern.
inline constexpr std::uint32_t kMatchLimit = 1'000'000;
inline constexpr std::uint32_t kDepthLimit = 1'000'000;

class RegexMatcher final : public Matcher {
 public:
  [[nodiscard]] std::string_view name() const override { return "regex"; }
  [[nodiscard]] Mode mode() const override { return Mode::regex; }
  void match(const Question& question, Answer& answer) override;

 private:
  // PCRE2's contexts and a cache of compiled patterns: one for each thread, for all matchers there.
  struct Engine;
  [[nodiscard]] static Engine& engine();
};

// Whether Python and the reference accept the pattern; the reason if not goes to `why` (may be
// null).
[[nodiscard]] bool regex_compiles(std::string_view pattern, std::string* why = nullptr);

// The pattern that selects exactly `text`: regex metacharacters escaped with a backslash, all else
// unchanged.
[[nodiscard]] std::string escape_regex(std::string_view text);
void append_escaped_regex(std::string& out, std::string_view text);

// The text that an escaped pattern spells, if the pattern is nothing but literals and escaped
// metacharacters.
[[nodiscard]] bool unescape_regex(std::string_view pattern, std::string& text);

}  // namespace overmatch
