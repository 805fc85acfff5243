// SPDX-License-Identifier: Apache-2.0
// Tokenizes a regex in its original spelling, for corrections that change only some characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace overmatch {

enum class TokenKind : std::uint8_t {
  literal,     // a character, plain or escaped
  separator,   // `\.` or `[.]`
  dot,         // `.`
  category,    // \d \D \s \S \w \W
  char_class,  // [...]
  anchor,      // ^ $ \A \Z \b \B
  quantifier,  // * + ? {m,n}, with what makes it lazy or possessive
  open,        // ( with everything before the group's body
  close,       // )
  bar,         // |
  other        // flags, a comment, a back-reference
};

struct RegexToken {
  TokenKind kind = TokenKind::literal;
  std::size_t start = 0;
  std::size_t end = 0;
  std::size_t depth = 0;  // the number of groups around it; parentheses are outside their group
  bool in_look = false;   // inside a look-around
  bool leading = false;   // can match at the start of the text
  bool trailing = false;  // can match at the end of the text, with its quantifier
};

struct RegexTokens {
  std::string_view text;  // the regex
  std::vector<RegexToken> tokens;
  std::size_t body = 0;  // the first token after global flags
  // (?x) or (?x:…) occurs: white space and comments are not distinguished from text.
  bool verbose = false;
  bool all_verbose = false;          // (?x) is global: the regex may end inside a comment
  bool dot_matches_newline = false;  // (?s) or (?s:…) occurs

  [[nodiscard]] std::string_view spelling(const RegexToken& token) const noexcept {
    return text.substr(token.start, token.end - token.start);
  }
  // The global flags, and the regex after them.
  [[nodiscard]] std::string_view header() const noexcept;
  [[nodiscard]] std::string_view rest() const noexcept { return text.substr(header().size()); }
};

// Tokenizes `regex`, which must compile and outlive the result.
[[nodiscard]] RegexTokens tokenize_regex(std::string_view regex);

// A replacement of the text [start, end).
struct RegexEdit {
  std::size_t start = 0;
  std::size_t end = 0;
  std::string text;
};
// Applies the edits, which must be sorted and disjoint.
[[nodiscard]] std::string edited(std::string_view regex, const std::vector<RegexEdit>& edits);

}  // namespace overmatch
