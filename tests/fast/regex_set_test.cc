// SPDX-License-Identifier: Apache-2.0
// Where the automaton and the reference share the work: each line is a list that takes another way
// through RegexSet.
#include "fast/regex_set.h"

#include <gtest/gtest.h>

#include "matchers/regex.h"
#include "names/names.h"

namespace overmatch::fast {
namespace {

struct Line {
  const char* what;
  Names patterns;
  Names modules;
};

const Line kLines[] = {
    {"nothing", {}, {"a", ""}},
    {"no modules", {"a"}, {}},
    {"the whole path", {"b", "a.c"}, {"abc", "b", "a.c", "abb"}},
    {"the empty pattern", {""}, {"", "a"}},
    {"classes of plain names", {"\\w+", "\\d"}, {"é", "a", "1", "a b", "\u0661"}},
    {"case", {"(?i)k"}, {"K", "k", "\u212A"}},
    {"the end before a newline", {"a$"}, {"a", "a\n"}},
    {"a newline is no character for a dot", {".", "[^b]"}, {"\n", "a", "b"}},
    {"look-around", {"(?!b).*", "b"}, {"a", "b", "bc"}},
    {"a back-reference beside a plain one", {"(a)\\1", "b"}, {"aa", "b", "ab"}},
    {"more repeats than RE2 has", {"(?:a{1,2}){600}", "b"}, {"b", "a"}},
    {"refused", {"a", "("}, {"a"}},
    {"refused by Python alone", {"a", "^*"}, {"a"}},
    {"the match limit, beyond the core",
     {"(?!x)(?:a|a)*b|(?:a|a)*c"},
     {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}},
    {"NUL", {std::string_view("a\0b", 3)}, {std::string_view("a\0b", 3), "a"}},
};

TEST(RegexSet, IsTheReferenceWhicheverWayAListTakes) {
  RegexSet set;
  RegexMatcher reference;
  for (const Line& line : kLines) {
    Answer answer;
    Answer expected;
    const Question question{line.patterns.views(), line.modules.views()};
    reference.match(question, expected);
    for (int time = 0; time < 2; ++time) {  // the second time with the automaton that was kept
      set.match(question, answer);
      EXPECT_EQ(answer, expected) << line.what;
    }
  }
}

// The one difference that the header states: the reference gives up, the automaton answers.
TEST(RegexSet, AnswersWhereTheReferenceGivesUp) {
  const Names patterns = {"(a|a)*b|(a|a)*c"};
  const Names modules = {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
  Answer answer;
  RegexMatcher().match({patterns.views(), modules.views()}, answer);
  ASSERT_TRUE(answer.rejected());
  RegexSet().match({patterns.views(), modules.views()}, answer);
  EXPECT_FALSE(answer.rejected());
}

// (a|b)*a(a|b){n} needs 2^n states: the automaton outgrows its memory on long names, and the
// reference answers those.
TEST(RegexSet, IsRightWhereTheAutomatonOutgrowsItsMemory) {
  const Names patterns = {"[ab]*a[ab]{17}", "[ab]*b[ab]{16}c"};
  std::string name;
  std::uint32_t state = 1;
  for (int i = 0; i < 60'000; ++i) {
    state = state * 1664525U + 1013904223U;
    name += (state >> 31U) != 0 ? 'a' : 'b';
  }
  Names modules;
  for (const char* const end : {"aaaaaaaaaaaaaaaaaa", "baaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbc"})
    modules.push_back(name + end);
  Answer answer;
  Answer expected;
  RegexMatcher().match({patterns.views(), modules.views()}, expected);
  RegexSet().match({patterns.views(), modules.views()}, answer);
  EXPECT_EQ(answer, expected);
}

}  // namespace
}  // namespace overmatch::fast
