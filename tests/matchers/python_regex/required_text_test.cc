// SPDX-License-Identifier: Apache-2.0
#include "matchers/python_regex/required_text.h"

#include <gtest/gtest.h>

#include <string>

#include "matchers/python_regex/python_dialect.h"
#include "matchers/regex.h"

namespace overmatch {
namespace {

std::string required_text(std::string_view pattern) {
  Translation translation;
  translate_python_regex(pattern, translation);
  EXPECT_TRUE(translation.ok) << pattern << ": " << translation.why;
  std::string text;
  find_required_text(translation.pattern, text);
  return text;
}

struct RequiredRow {
  std::string_view pattern;
  std::string_view required;
  std::string_view matched;  // a name that matches anywhere, so that the text must occur in it
};

TEST(RequiredText, IsInEveryMatch) {
  for (const RequiredRow& row : {
           // Literals and repeats.
           RequiredRow{"abc", "abc", "xabc"},
           RequiredRow{R"(a\.b)", "a.b", "a.b"},
           RequiredRow{"ab*c", "a", "ac"},
           RequiredRow{"xyb?c", "xy", "xyc"},
           RequiredRow{"ab+cde", "cde", "abbcde"},
           RequiredRow{"ab+", "ab", "abb"},
           RequiredRow{"ab{2,}c", "ab", "abbc"},
           RequiredRow{"ab{0,3}", "a", "a"},
           RequiredRow{"ab{,3}", "a", "a"},
           RequiredRow{"ab*?cd", "cd", "acd"},
           RequiredRow{"ab++c", "ab", "abbc"},
           RequiredRow{"a{x", "a{x", "a{x"},
           RequiredRow{"aé*", "a", "a"},
           RequiredRow{"aé+", "aé", "aéé"},
           // Groups, classes, anchors and escapes end a run.
           RequiredRow{"ab(cde)?fg", "ab", "abfg"},
           RequiredRow{"a(?:[)]|x)bc", "bc", "a)bc"},
           RequiredRow{R"(a(\)|x)bc)", "bc", "a)bc"},
           RequiredRow{"(?!abc)de", "de", "de"},
           RequiredRow{"[a-z]_proj", "_proj", "q_proj"},
           RequiredRow{R"([\]x]b)", "b", "]b"},
           RequiredRow{R"(\d\d\.mlp)", ".mlp", "10.mlp"},
           RequiredRow{R"(\s\w\Wab)", "ab", " x ab"},
           RequiredRow{R"((a)\1b)", "b", "aab"},
           RequiredRow{R"(^ab$)", "ab", "ab"},
           RequiredRow{R"(\bab\B)", "ab", "abc"},
           RequiredRow{"a.b.cd", "cd", "axbxcd"},
           // Nothing is required.
           RequiredRow{"", "", "x"},
           RequiredRow{"abc|de", "", "de"},
           RequiredRow{"(abc)*", "", "x"},
           RequiredRow{"(?i)abc", "", "ABC"},
           RequiredRow{"(?i:abc)d", "", "ABCd"},
           RequiredRow{"a*", "", "x"},
       }) {
    EXPECT_EQ(required_text(row.pattern), row.required) << row.pattern;
    EXPECT_NE(row.matched.find(row.required), std::string_view::npos) << row.pattern;
    Answer answer;
    const std::string_view without = "-";
    RegexMatcher(Mode::search).match({{&row.pattern, 1}, {&row.matched, 1}}, answer);
    EXPECT_TRUE(!answer.rejected() && answer.label(0) != kNull) << row.pattern;
    RegexMatcher(Mode::search).match({{&row.pattern, 1}, {&without, 1}}, answer);
    EXPECT_TRUE(row.required.empty() || answer.label(0) == kNull) << row.pattern;
  }
}

// Such a name exceeds no limit, and one with the text still does.
TEST(RequiredText, SavesRunawayMatches) {
  const std::string_view pattern = "(a|aa)+(?=b)c";
  const std::string as(60, 'a');
  for (const auto& [name, rejected] :
       {std::pair(as + "b", false), std::pair("c" + as + "b", true)}) {
    Answer answer;
    const std::string_view view = name;
    RegexMatcher(Mode::search).match({{&pattern, 1}, {&view, 1}}, answer);
    EXPECT_EQ(answer.rejected(), rejected) << name;
  }
}

}  // namespace
}  // namespace overmatch
