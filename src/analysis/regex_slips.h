// SPDX-License-Identifier: Apache-2.0
// What people get wrong when they write a regex for module names, as far as its spelling shows: for
// the regex clinic, which proves what each means for all names, and for the audit, which looks at
// what it means for one tree.
//
// | complaint             | example           | intended reading           | correction         |
// | unescaped dot         | model.layers      | [.] for the dot            | model\.layers      |
// | open start            | .*q_proj          | .*(?<![^.])q_proj          | (?:.*\.)?q_proj    |
// |   in some branches    | .*(\.q|v)         | .*(\.q|(?<![^.])v)         | (.*\.q|(?:.*\.)?v) |
// | open end              | layers\.1.*       | layers\.1(?![^.]).*        | layers\.1(?:\..*)? |
// | ungrouped alternation | .*\.q|v           | .*\.q|.*\.v                | .*\.(?:q|v)        |
// |   in a group          | (l\.0|1)\.q       | (l\.0|l\.1)\.q            | (l\.(?:0|1))\.q    |
// | border (a note)       | model\..*\.q      | (?:(?!\.).) for a wildcard | model\.[^.\n]*\.q  |
// | reading (a note)      | q_proj, by search | the regex by fullmatch     | \A(?:q_proj)\Z     |
//
// The last two are the clinic's own: they ask the prover first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/claim.h"
#include "analysis/regex_tokens.h"

namespace overmatch {

enum class Complaint : std::uint8_t {
  unescaped_dot,
  open_start,
  open_end,
  ungrouped_alternation,
  border,
  reading
};
[[nodiscard]] std::string_view to_string(Complaint complaint) noexcept;

struct RegexSlip {
  Complaint complaint = Complaint::unescaped_dot;
  bool warning = true;           // false: it may well be meant
  std::string what;              // one sentence
  std::vector<RegexEdit> meant;  // the reading that its author may have had in mind, spelt out
  std::vector<RegexEdit>
      corrected;  // the same as its author would write it, changing as little as possible
};

// The slips that the spelling shows, whether they change anything or not; none of a verbose regex,
// where blanks and comments are not told apart from text. O(size) besides the texts of the edits.
[[nodiscard]] std::vector<RegexSlip> find_slips(const RegexTokens& tokens);

// Whether the dot at token `at` stands for many characters, one after the other: it or the group
// that it is a branch of is repeated. Else somebody meant a separator.
[[nodiscard]] bool is_wildcard_dot(const RegexTokens& tokens, std::size_t at);

// A regex without its slips.
struct MendedRegex {
  std::string regex;              // the regex itself where there is nothing to mend
  std::vector<std::string> what;  // of each slip that was mended
};
// Mends the warnings that make a difference to some name. What is mended is proved to be the
// intended reading, unless no automaton can follow the regex; a regex that does not compile stays
// as it is.
[[nodiscard]] MendedRegex mend_regex(const std::string& regex, const ProofOptions& options = {});

}  // namespace overmatch
