// SPDX-License-Identifier: Apache-2.0
#include "analysis/regex/regex_tokens.h"

#include <gtest/gtest.h>

namespace overmatch::regex_tokens_test {
namespace {

// Each token as a letter: literal l, separator s, dot d, category k, class c, anchor a, quantifier
// q, ( ) |, other o.
std::string kinds(std::string_view regex) {
  constexpr std::string_view letters = "lsdkcaq()|o";
  std::string out;
  for (const RegexToken& token : tokenize_regex(regex).tokens)
    out += letters[static_cast<std::size_t>(token.kind)];
  return out;
}

TEST(RegexTokensTest, TellsTokensApart) {
  const std::vector<std::pair<std::string_view, std::string_view>> rows = {
      {"a.b", "ldl"},
      {R"(a\.b[.])", "lsls"},
      {R"(\d\W\b\Z^$\1)", "kkaaaao"},
      {"[]a]x[^]b][a\\]b]", "clcc"},
      {"a*b+?c??d{2}e{1,}?f{,3}+", "lqlqlqlqlqlq"},
      {"a{b}{", "lllll"},
      {"(a|(?:b)|(?P<n>c))", "(l|(l)|(l))"},
      {"(?=a)(?<!b)(?>c)", "(l)(l)(l)"},
      {"(?P<n>a)(?P=n)", "(l)o"},
      {"(a)?(?(1)b|c)", "(l)q(l|l)"},
      {"(?i)a(?#.*)(?i-s:b)", "olo(l)"},
      {"é\\é", "ll"},
  };
  for (const auto& [regex, wanted] : rows) EXPECT_EQ(kinds(regex), wanted) << regex;
}

// A letter for each token: l leading, t trailing, b both, - neither.
std::string edges(std::string_view regex) {
  std::string out;
  for (const RegexToken& token : tokenize_regex(regex).tokens) {
    out += token.leading ? (token.trailing ? 'b' : 'l') : (token.trailing ? 't' : '-');
  }
  return out;
}

TEST(RegexTokensTest, KnowsWhatCanComeFirstAndLast) {
  const std::vector<std::pair<std::string_view, std::string_view>> rows = {
      {"abc", "l-t"},
      {"^a$", "lbt"},
      {"a|b", "b-b"},
      {"a*b*", "l-tt"},
      {"(a)b", "ll-t"},
      {"a(b|c)", "l-t-tt"},
      {"(?!x)a(?=y)", "ll-b-tt"},
      {"", ""},
  };
  for (const auto& [regex, wanted] : rows) EXPECT_EQ(edges(regex), wanted) << regex;
}

TEST(RegexTokensTest, TakesGlobalFlagsForAHeader) {
  EXPECT_EQ(tokenize_regex("(?i)a").header(), "(?i)");
  EXPECT_EQ(tokenize_regex("(?#c)(?is)(?#d)a").header(), "(?#c)(?is)");
  EXPECT_EQ(tokenize_regex("(?i:a)").header(), "");
  EXPECT_EQ(tokenize_regex("(?#c)a").header(), "");
  EXPECT_EQ(tokenize_regex("(?i)a").rest(), "a");
  EXPECT_TRUE(tokenize_regex("(?x)a").all_verbose);
  EXPECT_FALSE(tokenize_regex("(?x:a)").all_verbose);
  EXPECT_TRUE(tokenize_regex("(?x:a)").verbose);
  EXPECT_FALSE(tokenize_regex("(?-x:a)").verbose);
  EXPECT_TRUE(tokenize_regex("a(?s:b)").dot_matches_newline);
}

TEST(RegexTokensTest, Edits) {
  EXPECT_EQ(edited("abc", {{0, 1, "x"}, {2, 2, "y"}}), "xbyc");
  EXPECT_EQ(edited("abc", {}), "abc");
}

}  // namespace
}  // namespace overmatch::regex_tokens_test
