// SPDX-License-Identifier: Apache-2.0
#include "matchers/python_regex/code_points.h"

#include <gtest/gtest.h>

#include <array>

#include "generate/choices.h"
#include "matchers/python_regex/python_dialect.h"
#include "matchers/regex.h"
#include "names/utf8.h"

namespace overmatch::code_points_test {
namespace {

TEST(CodePointsTest, MakesSetsOfRanges) {
  EXPECT_EQ(to_set({{5, 9}, {1, 2}, {3, 4}, {8, 12}, {20, 20}}), (CodeSet{{1, 12}, {20, 20}}));
  EXPECT_EQ(to_set({{0xD000, 0xE100}}), (CodeSet{{0xD000, 0xD7FF}, {0xE000, 0xE100}}));
  EXPECT_EQ(to_set({}), CodeSet());
}

TEST(CodePointsTest, Complements) {
  EXPECT_EQ(complement({}), all_code_points());
  EXPECT_EQ(complement(all_code_points()), CodeSet());
  EXPECT_EQ(complement({{0, 9}}), (CodeSet{{10, 0xD7FF}, {0xE000, 0x10FFFF}}));
  EXPECT_EQ(without({{1, 5}}, 3), (CodeSet{{1, 2}, {4, 5}}));
  EXPECT_EQ(without({{1, 5}}, 9), (CodeSet{{1, 5}}));
}

TEST(CodePointsTest, FindsMembers) {
  const CodeSet set = {{1, 3}, {7, 7}};
  for (const char32_t code : {1U, 2U, 3U, 7U})
    EXPECT_TRUE(contains(set, code)) << static_cast<std::uint32_t>(code);
  for (const char32_t code : {0U, 4U, 6U, 8U})
    EXPECT_FALSE(contains(set, code)) << static_cast<std::uint32_t>(code);
}

TEST(CodePointsTest, AsksTheEngine) {
  EXPECT_EQ(code_points_of("k", false), single(U'k'));
  EXPECT_EQ(code_points_of("k", true), (CodeSet{{U'K', U'K'}, {U'k', U'k'}, {0x212A, 0x212A}}));
  EXPECT_EQ(complement(code_points_of("\\w", false)), code_points_of("\\W", false));
  EXPECT_TRUE(contains(code_points_of("\\d", false), 0x663));
}

// Without a PCRE2 that reads \w otherwise, the other spelling is compared with the escape itself.
TEST(CodePointsTest, SpellsWordsAsTheEscapeMeansThem) {
  const auto set_of = [](std::string_view pattern, WordSyntax words) {
    Translation translation;
    translate_python_regex(pattern, translation, words);
    return code_points_of(translation.pattern, false);
  };
  for (const std::string_view pattern : {"\\w", "\\W", "[\\w.]", "[\\W_]", "[^\\w]", "[^\\W]"}) {
    EXPECT_EQ(set_of(pattern, WordSyntax::spelled), set_of(pattern, word_syntax_of_pcre2()))
        << pattern;
  }
  const CodeSet word = set_of("\\w", WordSyntax::spelled);
  EXPECT_EQ(complement(word), set_of("\\W", WordSyntax::spelled));
  EXPECT_EQ(complement(word), set_of("[\\W]", WordSyntax::spelled));
  for (const char32_t code : {0x301U, 0x203FU, 0xFE4DU, 0x20E3U})
    EXPECT_FALSE(contains(word, code)) << static_cast<std::uint32_t>(code);
  for (const char32_t code : {U'_', U'a', U'9', char32_t{0x663}, char32_t{0xB2}})
    EXPECT_TRUE(contains(word, code)) << static_cast<std::uint32_t>(code);
}

// The sets are those of the reference matcher, character by character.
TEST(CodePointsTest, AgreesWithTheMatcher) {
  RegexMatcher matcher;
  Answer answer;
  Choices choices(5);
  for (const std::string item : {"\\w", "\\d", "\\W", "[\\w\\-]", "[à-ü]"}) {
    Translation translation;
    translate_python_regex(item, translation);
    const CodeSet& set = code_points_of(translation.pattern, false);
    const std::string_view pattern = item;
    for (int round = 0; round < 2000; ++round) {
      const char32_t code = choices.below(choices.chance(1, 2) ? 0x110000 : 0x600);
      if (code >= 0xD800 && code <= 0xDFFF) continue;
      std::string name;
      append_code_point(name, code);
      const std::string_view module = name;
      matcher.match({{&pattern, 1}, {&module, 1}}, answer);
      EXPECT_EQ(answer.selects(0), contains(set, code))
          << item << " on U+" << std::hex << static_cast<std::uint32_t>(code);
    }
  }
}

}  // namespace
}  // namespace overmatch::code_points_test
