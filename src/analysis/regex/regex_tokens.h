// SPDX-License-Identifier: Apache-2.0
// A regex as its author spelt it, token by token: for advice that changes a character and leaves
// the rest as it was.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace overmatch {

enum class TokenKind : std::uint8_t {
  literal,     // a character, or one behind a backslash
  separator,   // `\.` or `[.]`
  dot,         // `.`
  category,    // \d \D \s \S \w \W
  char_class,  // [...]
  anchor,      // ^ $ \A \Z \b \B
  quantifier,  // * + ? {m,n}, with what makes it lazy or possessive
  open,        // ( and what follows it up to the body
  close,       // )
  bar,         // |
  other        // flags, a comment, a back-reference
};

struct RegexToken {
  TokenKind kind = TokenKind::literal;
  std::size_t start = 0;
  std::size_t end = 0;
  std::size_t depth = 0;  // of groups; the parentheses themselves are outside of theirs
  bool in_look = false;   // inside of a look-ahead or look-behind
  bool leading = false;   // can be the first thing that matches
  bool trailing =
      false;  // can be the last thing that matches; a quantifier belongs to what stands before it
};

struct RegexTokens {
  std::string_view text;  // the regex
  std::vector<RegexToken> tokens;
  std::size_t body = 0;  // the first token after global flags
  bool verbose =
      false;  // (?x) or (?x:…) somewhere: blanks and comments are not told apart from text
  bool all_verbose = false;          // (?x): a comment may be open at the end
  bool dot_matches_newline = false;  // (?s) somewhere

  [[nodiscard]] std::string_view spelling(const RegexToken& token) const noexcept {
    return text.substr(token.start, token.end - token.start);
  }
  // The global flags, and what is behind them.
  [[nodiscard]] std::string_view header() const noexcept;
  [[nodiscard]] std::string_view rest() const noexcept { return text.substr(header().size()); }
};

// `regex` must compile, and must outlive the result.
[[nodiscard]] RegexTokens tokenize_regex(std::string_view regex);

// One change of a spelling.
struct RegexEdit {
  std::size_t start = 0;
  std::size_t end = 0;
  std::string text;
};
// The regex with the edits, which stand in the order of the text.
[[nodiscard]] std::string edited(std::string_view regex, const std::vector<RegexEdit>& edits);

}  // namespace overmatch
