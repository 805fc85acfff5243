// SPDX-License-Identifier: Apache-2.0
#include "analysis/regex/regex_structure.h"

namespace overmatch {

RegexStructure::RegexStructure(const RegexTokens& tokens)
    : tokens_(tokens), all_(tokens.tokens), partner_(all_.size(), kNoToken) {
  std::vector<std::size_t> open;
  for (std::size_t at = 0; at < all_.size(); ++at) {
    if (all_[at].kind == TokenKind::open) open.push_back(at);
    if (all_[at].kind != TokenKind::close) continue;
    partner_[at] = open.back();
    partner_[open.back()] = at;
    open.pop_back();
  }
}

bool RegexStructure::is_look(std::size_t at) const noexcept {
  const std::string_view text = spelling(at);
  return text == "(?=" || text == "(?!" || text == "(?<=" || text == "(?<!";
}

bool RegexStructure::is_any_text(std::size_t at) const noexcept {
  if (!is(at, TokenKind::dot) || !is_quantified(at)) return false;
  const char sign = spelling(at + 1)[0];
  return sign == '*' || sign == '+';
}

bool RegexStructure::is_character(std::size_t at) const noexcept {
  const TokenKind kind = all_[at].kind;
  return kind == TokenKind::literal || kind == TokenKind::category || kind == TokenKind::char_class;
}

std::string RegexStructure::spelling(std::size_t from, std::size_t to) const {
  if (from >= to) return {};
  return std::string(tokens_.text.substr(all_[from].start, all_[to - 1].end - all_[from].start));
}

std::vector<RegexBranch> RegexStructure::branches(std::size_t from, std::size_t to) const {
  std::vector<RegexBranch> found = {{from, from}};
  for (std::size_t at = from; at < to; ++at) {
    if (all_[at].kind == TokenKind::bar) {
      found.push_back({at + 1, at + 1});
      continue;
    }
    if (all_[at].kind == TokenKind::open) at = partner_[at];
    found.back().to = at + 1;
  }
  return found;
}

std::size_t RegexStructure::end_of_group(std::size_t at) const noexcept {
  while (at < all_.size() && all_[at].kind != TokenKind::close)
    at = all_[at].kind == TokenKind::open ? partner_[at] + 1 : at + 1;
  return at;
}

std::size_t RegexStructure::start_of_group(std::size_t at) const noexcept {
  for (; at != kNoToken && all_[at].kind != TokenKind::open; --at) {
    if (all_[at].kind == TokenKind::close) at = partner_[at];
  }
  return at;
}

}  // namespace overmatch
