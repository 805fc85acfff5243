// SPDX-License-Identifier: Apache-2.0
// RegexStructure finds the groups and branches in the tokens of a regex.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/regex/regex_tokens.h"

namespace overmatch {

inline constexpr std::size_t kNoToken = static_cast<std::size_t>(-1);

// One branch of an alternation, without its bars: tokens [from, to).
struct RegexBranch {
  std::size_t from = 0;
  std::size_t to = 0;
};

class RegexStructure {
 public:
  // `tokens` must outlive the structure.
  explicit RegexStructure(const RegexTokens& tokens);

  [[nodiscard]] const RegexTokens& tokens() const noexcept { return tokens_; }
  [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
  [[nodiscard]] const RegexToken& operator[](std::size_t at) const noexcept { return all_[at]; }
  [[nodiscard]] bool is(std::size_t at, TokenKind kind) const noexcept {
    return at < all_.size() && all_[at].kind == kind;
  }
  // The index of the matching parenthesis.
  [[nodiscard]] std::size_t partner(std::size_t at) const noexcept { return partner_[at]; }

  [[nodiscard]] bool is_quantified(std::size_t at) const noexcept {
    return is(at + 1, TokenKind::quantifier);
  }
  // The index after the token and its quantifier.
  [[nodiscard]] std::size_t behind(std::size_t at) const noexcept {
    return is_quantified(at) ? at + 2 : at + 1;
  }
  // Whether the token opens a look-around.
  [[nodiscard]] bool is_look(std::size_t at) const noexcept;
  // `.*` or `.+`, lazy or not.
  [[nodiscard]] bool is_any_text(std::size_t at) const noexcept;
  // A character, category or class, but not a separator and not `.`.
  [[nodiscard]] bool is_character(std::size_t at) const noexcept;

  // The text of a token.
  [[nodiscard]] std::string_view spelling(std::size_t at) const noexcept {
    return tokens_.spelling(all_[at]);
  }
  // The text of tokens [from, to).
  [[nodiscard]] std::string spelling(std::size_t from, std::size_t to) const;
  // The offset at which token `at` begins; the end of the text if there is no such token.
  [[nodiscard]] std::size_t start_of(std::size_t at) const noexcept {
    return at < all_.size() ? all_[at].start : tokens_.text.size();
  }

  // The branches of tokens [from, to), which must be a group's body or the whole regex.
  [[nodiscard]] std::vector<RegexBranch> branches(std::size_t from, std::size_t to) const;
  // The closing parenthesis of the group around token `at`; size() if there is none.
  [[nodiscard]] std::size_t end_of_group(std::size_t at) const noexcept;
  // The opening parenthesis of that group; kNoToken if there is none.
  [[nodiscard]] std::size_t start_of_group(std::size_t at) const noexcept;

 private:
  const RegexTokens& tokens_;
  const std::vector<RegexToken>& all_;
  std::vector<std::size_t> partner_;
};

}  // namespace overmatch
