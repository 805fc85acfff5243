// SPDX-License-Identifier: Apache-2.0
// What people get wrong when they write a regex for module names, as far as its spelling shows, and
// the corrections to try. Whether a slip is one is decided on real names (clinic.h).
//
// | complaint             | example             | correction                        |
// | foreign mark          | re:.*q_proj         | .*q_proj                          |
// | doubled backslash     | .*\\.q_proj         | .*\.q_proj                        |
// | class for group       | .*[q_proj|v_proj]   | .*(?:q_proj|v_proj)               |
// | number range          | layers\.[0-15]\.q   | layers\.(?:[0-9]|1[0-5])\.q       |
// | foreign character     | q_proj, v_proj      | (?:.*\.)?(?:q_proj|v_proj)        |
// | empty branch          | .*(q||v)_proj       | .*(q|v)_proj                      |
// | glob                  | layers.*.q_proj*    | layers.*.q_proj.*                 |
// | placeholder           | blocks\.{i}\.attn   | blocks\.[0-9]+\.attn              |
// | ungrouped alternation | .*\.q|v             | .*\.(?:q|v)                       |
// | dead branch           | q_proj|.*v_proj     | (?:.*\.)?q_proj|.*v_proj          |
// | idle look             | .*(?!vision).*q     | (?!.*vision).*q                   |
// | unescaped dot         | model.layers        | model\.layers                     |
// | open start            | .*v_proj            | (?:.*\.)?v_proj                   |
// | open end              | layers\.1.*         | layers\.1(?:\..*)?                |
// | one digit (a note)    | layers\.[0-9]\.q    | layers\.[0-9]+\.q                 |
// | no name               | \.q_proj            | .*\.q_proj                        |
// | letter case           | .*\.Q_proj          | (?i).*\.Q_proj                    |
// | reading (a note)      | q_proj, by search   | (?:.*\.)?q_proj                   |
//
// The last three are the clinic's own: they are about the whole regex.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/regex/regex_structure.h"
#include "analysis/regex/regex_tokens.h"

namespace overmatch {

enum class MistakeKind : std::uint8_t {
  foreign_mark,
  doubled_backslash,
  class_for_group,
  number_range,
  foreign_character,
  empty_branch,
  glob,
  placeholder,
  ungrouped_alternation,
  dead_branch,
  idle_look,
  unescaped_dot,
  open_start,
  open_end,
  one_digit,
  no_name,
  letter_case,
  reading
};
[[nodiscard]] std::string_view to_string(MistakeKind kind) noexcept;

struct RegexMistake {
  MistakeKind kind = MistakeKind::unescaped_dot;
  std::string what;  // one sentence
  // What to try, the best first.
  std::vector<std::vector<RegexEdit>> corrections;
  // The first correction, spelt by other means; none where it cannot be. The two are proved to be
  // the same before the correction is offered.
  std::vector<RegexEdit> meant;
  // Nobody means what is written: no real name has such a text.
  bool certain = false;
  // An open end behind a number: `layers\.1.*` also selects layer 10.
  bool after_number = false;
  // The regex without the look that may exclude nothing.
  std::vector<RegexEdit> without;
  // The regex with one branch alone, for each that may select nothing.
  std::vector<std::vector<RegexEdit>> branches;
  // The text behind an open start.
  std::string word;
};

// The slips that the spelling shows, in the order in which they are to be mended; none of a verbose
// regex, where blanks and comments are not told apart from text.
// `foreign`: those of kSuspects that no real name has.
[[nodiscard]] std::vector<RegexMistake> find_mistakes(const RegexTokens& tokens,
                                                      std::string_view foreign);
inline constexpr std::string_view kSuspects = " \t\n,/=:'\"-\\*{}";

// Their kinds, each in a file of its own.
void find_typos(const RegexStructure& regex, std::string_view foreign,
                std::vector<RegexMistake>& mistakes);
void find_branches(const RegexStructure& regex, std::vector<RegexMistake>& mistakes);
void find_looks(const RegexStructure& regex, std::vector<RegexMistake>& mistakes);
void find_edges(const RegexStructure& regex, std::vector<RegexMistake>& mistakes);

[[nodiscard]] std::string dots_in_words(std::size_t count);

// Whether the dot at token `at` stands for many characters, one after the other: it or the group
// that it is a branch of is repeated. Else somebody meant a separator.
[[nodiscard]] bool is_wildcard_dot(const RegexTokens& tokens, std::size_t at);

// A part of a regex in a sentence: in backticks, as it is written.
[[nodiscard]] std::string regex_in_words(std::string_view part);

}  // namespace overmatch
