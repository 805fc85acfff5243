// SPDX-License-Identifier: Apache-2.0
// The tokens of a regex as groups and branches.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/regex/regex_tokens.h"

namespace overmatch {

inline constexpr std::size_t kNoToken = static_cast<std::size_t>(-1);

// From one bar of a group, or of the regex, to the next: tokens [from, to).
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
  // Of a parenthesis the other one.
  [[nodiscard]] std::size_t partner(std::size_t at) const noexcept { return partner_[at]; }

  [[nodiscard]] bool is_quantified(std::size_t at) const noexcept {
    return is(at + 1, TokenKind::quantifier);
  }
  // Behind the token and its quantifier.
  [[nodiscard]] std::size_t behind(std::size_t at) const noexcept {
    return is_quantified(at) ? at + 2 : at + 1;
  }
  [[nodiscard]] bool is_look(std::size_t at) const noexcept;
  // `.*` or `.+`, lazy or not.
  [[nodiscard]] bool is_any_text(std::size_t at) const noexcept;
  // A character or some of several, but not the border of a segment and not `.`.
  [[nodiscard]] bool is_character(std::size_t at) const noexcept;

  [[nodiscard]] std::string_view spelling(std::size_t at) const noexcept {
    return tokens_.spelling(all_[at]);
  }
  // Of tokens [from, to).
  [[nodiscard]] std::string spelling(std::size_t from, std::size_t to) const;
  // Where token `at` begins; the end of the text for the place behind all.
  [[nodiscard]] std::size_t start_of(std::size_t at) const noexcept {
    return at < all_.size() ? all_[at].start : tokens_.text.size();
  }

  [[nodiscard]] std::vector<RegexBranch> branches(std::size_t from, std::size_t to) const;
  // The close of the group that token `at` is in; the end if it is in none.
  [[nodiscard]] std::size_t end_of_group(std::size_t at) const noexcept;
  // Its open; kNoToken if it is in none.
  [[nodiscard]] std::size_t start_of_group(std::size_t at) const noexcept;

 private:
  const RegexTokens& tokens_;
  const std::vector<RegexToken>& all_;
  std::vector<std::size_t> partner_;
};

}  // namespace overmatch
