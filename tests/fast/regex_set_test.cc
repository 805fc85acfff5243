// SPDX-License-Identifier: Apache-2.0
// Where the automaton and the reference share the work: each line is a list that takes another way
// through RegexSet.
#include "fast/regex_set.h"

#include <gtest/gtest.h>

#include <span>

#include "matchers/regex.h"
#include "names/names.h"

namespace overmatch::fast {
namespace {

struct Line {
  const char* what;
  Names patterns;
  Names modules;
};

// Lists of globs, in both modes.
const Line kGlobLines[] = {
    {"nothing", {}, {"a", ""}},
    {"stars and dots", {"a*", "*.b"}, {"a", "a.c", "x.b", "a.b", "b", "x.y.b"}},
    {"a question mark", {"?", "a?b"}, {"a", ".", "", "a.b", "aab", "é", "\n"}},
    {"brackets", {"[ab]", "[!c]x", "[]]", "[^d]"}, {"a", "c", "ax", "cx", ".x", "]", "^", "d"}},
    {"characters that a class of a regex reads",
     {"[\\&~|#[-]", "[a^-]"},
     {"\\", "&", "[", "-", "^", "a", "b"}},
    {"ranges", {"[a-c]1", "[+--]2", "[é-ü]"}, {"b1", "d1", ",2", "-2", ".2", "ö", "e"}},
    {"a range with the separator in it", {"[--0]x", "b"}, {"-x", ".x", "/x", "0x", "b"}},
    {"a range without members beside another pattern", {"[c-a]", "b"}, {"b", "a", "c"}},
    {"a range without members before what looks like an inversion",
     {"[b-a!]x", "[b-a!c]", "[b-a!-c]z"},
     {"ax", "!x", "c", "d", "!", "az", "-z", "cz"}},
    {"everything but nothing", {"[!c-a]"}, {"b", ".", ""}},
    {"an unclosed bracket", {"[a", "a[b.]c"}, {"[a", "a", "abc", "a.c", "a[b.]c"}},
    {"metacharacters of regexes",
     {"a+b", "(c)", "\\d", "^$"},
     {"a+b", "aab", "(c)", "c", "\\d", "1", "^$", ""}},
    {"newlines and NUL",
     {"a*", std::string_view("*\0b", 3)},
     {"a\nb", std::string_view("a\0b", 3), "b"}},
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

TEST(RegexSet, IsTheReferenceOfGlobsAndOfOpenRegexes) {
  for (const Mode mode : {Mode::glob, Mode::path_glob, Mode::match, Mode::search}) {
    RegexSet set(mode);
    EXPECT_EQ(set.name(), "fast-" + std::string(to_string(mode)));
    const auto reference = make_reference(mode);
    for (const Line& line : is_glob(mode) ? std::span<const Line>(kGlobLines) : kLines) {
      Answer answer;
      Answer expected;
      const Question question{line.patterns.views(), line.modules.views()};
      reference->match(question, expected);
      set.match(question, answer);
      EXPECT_EQ(answer, expected) << to_string(mode) << ": " << line.what;
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
