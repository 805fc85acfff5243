// SPDX-License-Identifier: Apache-2.0
#include "analysis/regex/regex_mistakes.h"

#include <array>

#include "names/printable.h"

namespace overmatch {

std::string_view to_string(MistakeKind kind) noexcept {
  constexpr std::array<std::string_view, 18> names = {
      "foreign-mark", "doubled-backslash", "class-for-group",
      "number-range", "foreign-character", "empty-branch",
      "glob",         "placeholder",       "ungrouped-alternation",
      "dead-branch",  "idle-look",         "unescaped-dot",
      "open-start",   "open-end",          "one-digit",
      "no-name",      "letter-case",       "reading"};
  return names[static_cast<std::size_t>(kind)];
}

bool is_wildcard_dot(const RegexTokens& tokens, std::size_t at) {
  const auto& all = tokens.tokens;
  const auto is = [&](std::size_t place, TokenKind kind) {
    return place < all.size() && all[place].kind == kind;
  };
  if (is(at + 1, TokenKind::quantifier)) return true;
  const bool branch = at > 0 && (is(at - 1, TokenKind::open) || is(at - 1, TokenKind::bar)) &&
                      (is(at + 1, TokenKind::close) || is(at + 1, TokenKind::bar));
  if (!branch) return false;
  for (std::size_t next = at + 1; next < all.size(); ++next) {
    if (all[next].kind == TokenKind::close && all[next].depth + 1 == all[at].depth)
      return is(next + 1, TokenKind::quantifier);
  }
  return false;
}

std::string regex_in_words(std::string_view part) {
  for (const char c : part) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '`') return in_quotes(part);
  }
  return "`" + std::string(part) + "`";
}

std::vector<RegexMistake> find_mistakes(const RegexTokens& tokens, std::string_view foreign) {
  std::vector<RegexMistake> mistakes;
  if (tokens.verbose) return mistakes;
  const RegexStructure regex(tokens);
  // Branches come before edges, because corrected edges would hide what all branches share.
  find_typos(regex, foreign, mistakes);
  find_branches(regex, mistakes);
  find_looks(regex, mistakes);
  find_edges(regex, mistakes);
  return mistakes;
}

}  // namespace overmatch
