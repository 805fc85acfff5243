// SPDX-License-Identifier: Apache-2.0
// Finds probable mistakes in the spelling of a regex for module names, with corrections to try.
//
// Real names decide whether a candidate is a mistake (clinic.h).
//
// | mistake               | example             | correction                        |
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
// `idle look` is a look-around that excludes nothing. clinic.cc finds the last three, which concern
// the whole regex.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/regex/regex_structure.h"
#include "analysis/regex/regex_tokens.h"

namespace overmatch {

// The mistakes of the table, in its order.
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
  // The corrections to try, the best first.
  std::vector<std::vector<RegexEdit>> corrections;
  // Another spelling of the first correction, empty if there is none. The correction is offered
  // only if the two are not proved to differ.
  std::vector<RegexEdit> meant;
  // Whether it is certainly a mistake: no real name contains such text.
  bool certain = false;
  // Whether it is an open end after a number: `layers\.1.*` also selects layer 10.
  bool after_number = false;
  // The edits that remove the look-around.
  std::vector<RegexEdit> without;
  // For each branch that may select nothing, the edits that leave only that branch.
  std::vector<std::vector<RegexEdit>> branches;
  // The text after an open start.
  std::string word;
};

// The candidates in the order in which to correct them; none for a verbose regex, because the
// tokenizer does not distinguish white space and comments from text there. `foreign` is the subset
// of kSuspects that no real name contains.
[[nodiscard]] std::vector<RegexMistake> find_mistakes(const RegexTokens& tokens,
                                                      std::string_view foreign);
// Characters that are unusual in names.
inline constexpr std::string_view kSuspects = " \t\n,/=:'\"-\\*{}";

// Each finds one group of mistakes and is in a file of its own.
void find_typos(const RegexStructure& regex, std::string_view foreign,
                std::vector<RegexMistake>& mistakes);
void find_branches(const RegexStructure& regex, std::vector<RegexMistake>& mistakes);
void find_looks(const RegexStructure& regex, std::vector<RegexMistake>& mistakes);
void find_edges(const RegexStructure& regex, std::vector<RegexMistake>& mistakes);
// Adds a candidate for a number at the end: applied by search, `blk\.1` also selects blk.10.
// find_mistakes leaves it out, since a full match ends there.
void find_open_number(const RegexStructure& regex, std::vector<RegexMistake>& mistakes);

// The sentence about `count` unescaped dots.
[[nodiscard]] std::string dots_in_words(std::size_t count);

// Whether the dot at token `at` is a wildcard, because it or the group of which it is a branch is
// repeated. Otherwise it probably means a separator.
[[nodiscard]] bool is_wildcard_dot(const RegexTokens& tokens, std::size_t at);

// A part of a regex for a sentence, in backticks; quoted and escaped if it has control characters.
[[nodiscard]] std::string regex_in_words(std::string_view part);

}  // namespace overmatch
