// SPDX-License-Identifier: Apache-2.0
// What Python reads otherwise than PCRE2, row by row. That the rows are right about Python is for
// regex_python_test.cc.
#include "matchers/python_regex/python_dialect.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "matchers/regex.h"

namespace overmatch::python_dialect_test {
namespace {

using namespace std::string_view_literals;

struct Meaning {
  std::string_view pattern;
  std::string_view matches;
  std::string_view but_not;
};

constexpr auto kMeanings = std::to_array<Meaning>({
    // repeats and literal braces
    {"a{,2}", "aa", "a{,2}"},
    {"a{,}", "aaa", "a{,}"},
    {"a{2,}", "aaa", "a"},
    {"a{}", "a{}", "a"},
    {"a{x}", "a{x}", "a"},
    {"a{1", "a{1", "a"},
    {"a{1, 2}", "a{1, 2}", "a"},
    {"a{2}?", "aa", "a"},
    {"a{1,2}+b", "aab", "aaab"},
    {"a*+b", "aab", "aa"},
    {"(?:a*)*", "aa", "b"},
    {"(?=a)*a", "a", "aa"},
    // classes
    {"[[:alpha:]]", "a]", "b"},
    {"[[a]", "[", "[a"},
    {"[]a]", "]", "[]a]"},
    {"[^]a]", "b", "]"},
    {"[a-]", "-", "b"},
    {"[\\d-]", "-", "a"},
    {"[a&&b]", "&", "&&"},
    {"[a^]", "^", "b"},
    {"[\\b]", "\b", "b"},
    {"[\\x41-C]", "B", "D"},
    {"[^\\S\n]", " ", "\n"},
    {"[\\1]", "\1", "1"},
    // escapes
    {"\\v", "\v", "\n"},
    {"\\a\\f", "\a\f", "af"},
    {R"(\x41\u0042\U00000043)", "ABC", "A"},
    {"\\x2a", "*", ""},
    {R"(\101\07\08)", "A\7\0008"sv, "A"},
    {"\\-\\_\\é", "-_é", "\\-"},
    {"\\s", "\x1c", "\u180e"},
    {"\\S", "\u180e", "\x1c"},
    {"a\\Z", "a", "a\n"},
    {"\\B|a", "a", ""},
    // groups and conditions
    {"(a|b)\\1", "aa", "ab"},
    {"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10", "abcdefghijj", "abcdefghija0"},
    {"(?P<n>a|b)(?P=n)", "bb", "ba"},
    {"(a)?(?(1)b|c)", "ab", "ac"},
    {"(?P<n>a)?(?(n)b)", "", "a"},
    {"(a)\\1*", "aaa", "aab"},
    {"(a)(?#)1", "a1", "aa"},
    // flags
    {"(?i)ab|c", "C", "d"},
    {"a(?i:b)c", "aBc", "aBC"},
    {"(?i)a(?-i:b)", "Ab", "AB"},
    {"(?i)I", "\u0131", "j"},
    {"(?i)[h-j]", "\u0130", "k"},
    {"(?s)a.", "a\n", "a"},
    {"(?s:.).", "\na", "a\n"},
    {"(?m)a$\n^b", "a\nb", "ab"},
    {"(?m)a\n^", "a\n", "a"},
    {"(?x) a b # c\n d", "abd", "ab d"},
    {"(?x:a\\ b)[ ]", "a b ", "ab "},
    {"(?x)a {2}", "aa", "a {2}"},
    {"(?x)(a)\\1 0", "aa0", "a"},
    {"(?x)a#\\\nb\nc", "ac", "abc"},
    {"a(?#x\\)y)b", "ab", "a"},
    {"(?u)a(?u:b)", "ab", "a"},
    // look-behind
    {".*(?<=ab)", "ab", "ba"},
    {".*(?<=a|b)", "b", "c"},
    {".*(?<!\\.)b", "ab", ".b"},
    {"ab(?<=(?:){2,}b)", "ab", "a"},
    {"ab(?<=(?:)*b)", "ab", "a"},
    {"ab(?<=a{0}b)", "ab", "a"},
    {"ab(?<=(x){0}b)(z)\\2", "abzz", "abz"},
    {"ab(?<=(?=x)*b)", "ab", "a"},
    {"ab|ac(?<=(?=x)+c)", "ab", "ac"},
    {"ab|ac(?<=(?=x)*+c)", "ac", "a"},
    // possessive repeats keep each round
    {"(?:aa?){2}+", "aaa", "aa"},
    {"(?:a|ab){2}+b?", "aab", "aba"},
    {"(?:aa?){1,2}+", "aa", ""},
    {"(?:(a)b)++\\1", "ababa", "abab"},
    {"(?:(a)b|c)?+\\1", "aba", "ab"},
    // a condition, and groups in repeats
    {"(a)?(?:(?(1)b|c))*", "abb", "abc"},
    {"(?:(a|b)\\1)+", "aabb", "aab"},
    // letters beyond U+FFFF
    {"(?i)[𐐀]", "𐐨", "a"},
    {"(?i)[𐐨a]", "𐐀", "𐐁"},
    {"(?i)[𐐀-𐐏a]", "𐐨", "b"},
});

TEST(PythonDialectTest, ReadsPatternsAsPythonDoes) {
  RegexMatcher matcher;
  Answer answer;
  for (const Meaning& row : kMeanings) {
    const std::array<std::string_view, 2> names = {row.matches, row.but_not};
    matcher.match({{&row.pattern, 1}, names}, answer);
    ASSERT_FALSE(answer.rejected()) << answer.reason();
    EXPECT_TRUE(answer.selects(0)) << row.pattern << " on " << row.matches;
    EXPECT_FALSE(answer.selects(1)) << row.pattern << " on " << row.but_not;
  }
}

struct Refusal {
  std::string_view pattern;
  std::string_view why;
};

constexpr auto kRefusals = std::to_array<Refusal>({
    // repeats
    {"*", "nothing to repeat"},
    {"a|*", "nothing to repeat"},
    {"(*)", "nothing to repeat"},
    {"(*FAIL)", "nothing to repeat"},
    {"^*", "nothing to repeat"},
    {"\\b+", "nothing to repeat"},
    {"$?", "nothing to repeat"},
    {"{2}", "nothing to repeat"},
    {"(?i)*", "nothing to repeat"},
    {"a**", "multiple repeat"},
    {"a{2}{3}", "multiple repeat"},
    {"a*?+", "multiple repeat"},
    {"a*(?#)?", "multiple repeat"},
    {"a{2,1}", "min repeat greater than max repeat"},
    {"a{65536}", "a repeat bound above 65535 is not supported"},
    {"a{99999999999999999999,}", "a repeat bound above 65535 is not supported"},
    // parentheses
    {"(", "missing ), unterminated subpattern"},
    {"a)", "unbalanced parenthesis"},
    {"(?", "unexpected end of pattern"},
    {"(?#a", "missing ), unterminated comment"},
    {"(?<n>a)", "unknown extension ?<n"},
    {"(?'n'a)", "unknown extension ?'"},
    {"(?|a)", "unknown extension ?|"},
    {"(?R)", "unknown extension ?R"},
    {"(a)(?1)", "unknown extension ?1"},
    {"(?&n)", "unknown extension ?&"},
    {"(?P>n)", "unknown extension ?P>"},
    {"(?P<n", "missing >, unterminated name"},
    {"(?P<1>a)", "bad character in group name 1"},
    {"(?P<n>a)(?P<n>b)", "redefinition of group name n"},
    {"(?P=n)", "unknown group name n"},
    {"(?P<é>a)", "a group name beyond ASCII is not supported"},
    {"(a\\1)", "cannot refer to an open group"},
    {"(a)\\2", "invalid group reference 2"},
    {"(?(2)a)(b)", "invalid group reference"},
    {"(?(0)a)", "bad group number"},
    {"(a)(?(1)b|c|d)", "conditional backref with more than two branches"},
    {"((?(1)a|b))", "a condition on the group it stands in is not supported"},
    {"(?(1)a|())+", "a condition on a group of the same repeat is not supported"},
    {"(?:()|(?(1)())){,2}(?(2)a)", "a condition on a group of the same repeat is not supported"},
    {"(?:()|\\1a)+", "a back-reference inside of a repeat that may be empty is not supported"},
    {"|((?:b|(a)|))*+\\2",
     "a reference to a group of a possessive repeat that may be empty or has alternatives is not "
     "supported"},
    {"(?:(.)b|c)++\\1",
     "a reference to a group of a possessive repeat that may be empty or has alternatives is not "
     "supported"},
    {"(?:(.)b|\\1){1,3}+",
     "a reference to a group of a possessive repeat that may be empty or has alternatives is not "
     "supported"},
    {"(?i)[𐐀a]", "a capital letter beyond U+FFFF in a class that ignores case is not supported"},
    {"(?i)[a]|𐐀",
     "a capital letter beyond U+FFFF in an alternative that ignores case is not supported"},
    {"(?i)[𐐀-]", "a capital letter beyond U+FFFF in a class that ignores case is not supported"},
    // flags
    {"a(?i)", "global flags not at the start of the expression"},
    {"(?i-s)", "missing -, : or )"},
    {"(?-:a)", "missing flag"},
    {"(?i-i:a)", "bad inline flags: flag turned on and off"},
    {"(?z)", "unknown extension ?z"},
    {"(?iz)", "unknown flag"},
    {"(?L)", "bad inline flags: cannot use 'L' flag with a str pattern"},
    {"(?a)", "flag a is not supported"},
    {"(?i)(a)\\1", "a back-reference that ignores case is not supported"},
    // escapes and classes
    {"a\\", "bad escape (end of pattern)"},
    {"(?#\\", "bad escape (end of pattern)"},
    {"\\z", "bad escape \\z"},
    {"\\x4", "bad escape \\x"},
    {"\\x{41}", "bad escape \\x"},
    {"\\u41", "bad escape \\u"},
    {"\\U00110000", "bad escape \\U"},
    {"\\400", "bad escape \\4"},
    {"[\\8]", "bad escape \\8"},
    {"[\\B]", "bad escape \\B"},
    {"\\ud800", "surrogates are not supported"},
    {"\\N{DIGIT ONE}", "\\N{name} is not supported"},
    {"[a", "unterminated character set"},
    {"[]", "unterminated character set"},
    {"[b-a]", "bad character range b-a"},
    {"[a-\\d]", "bad character range a-\\d"},
    // look-behind
    {"(?<=a*)b", "look-behind requires fixed-width pattern"},
    {"(?<=a|bc)", "look-behind requires fixed-width pattern"},
    {"(?<=(a)\\1)", "cannot refer to group defined in the same lookbehind subpattern"},
});

TEST(PythonDialectTest, RefusesWhatPythonRefusesOrWeDoNotSupport) {
  Translation translation;
  for (const Refusal& row : kRefusals) {
    translate_python_regex(row.pattern, translation);
    EXPECT_FALSE(translation.ok) << row.pattern << " became " << translation.pattern;
    EXPECT_EQ(translation.why, row.why) << row.pattern;
  }
}

TEST(PythonDialectTest, RefusesLetterEscapesThatPcre2Knows) {
  Translation translation;
  for (const char letter : std::string_view("CEGHKLMOPQRTXYceghijklmopqyz")) {
    translate_python_regex(std::string{'\\', letter}, translation);
    EXPECT_FALSE(translation.ok) << letter;
    translate_python_regex(std::string{'[', '\\', letter, ']'}, translation);
    EXPECT_FALSE(translation.ok) << letter;
  }
}

TEST(PythonDialectTest, RefusesDeepNestingWithoutOverflow) {
  EXPECT_TRUE(regex_compiles(std::string(200, '(') + std::string(200, ')')));
  std::string why;
  EXPECT_FALSE(regex_compiles(std::string(100'000, '(') + std::string(100'000, ')'), &why));
  EXPECT_EQ(why, "groups nested more than 200 deep are not supported");
}

TEST(PythonDialectTest, IsReusable) {
  Translation translation;
  translate_python_regex("(", translation);
  translate_python_regex("a", translation);
  EXPECT_TRUE(translation.ok);
  EXPECT_EQ(translation.pattern, "a");
  EXPECT_EQ(translation.why, "");
}

}  // namespace
}  // namespace overmatch::python_dialect_test
