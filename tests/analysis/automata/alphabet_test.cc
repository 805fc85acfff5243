// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/alphabet.h"

#include <gtest/gtest.h>

#include "names/utf8.h"

namespace overmatch::alphabet_test {
namespace {

std::string examples(const Alphabet& alphabet) {
  std::string text;
  for (Letter letter = 0; letter < alphabet.size(); ++letter) text += alphabet.example(letter);
  return text;
}

TEST(AlphabetTest, HasALetterForWhatTheSetsTellApart) {
  EXPECT_EQ(examples(Alphabet({})), "a.");
  EXPECT_EQ(examples(Alphabet({single(U'a')})), "ab.");
  EXPECT_EQ(examples(Alphabet({single(U'a'), single(U'a'), complement(single(U'a'))})), "ab.");
  EXPECT_EQ(examples(Alphabet({{{U'a', U'z'}}, {{U'x', U'x'}, {U'0', U'9'}}})), "ax.0A");
  EXPECT_EQ(examples(Alphabet({{{0, 0x7F}}})), "a.\u00A1");
}

TEST(AlphabetTest, PrefersCharactersThatCanBeSeen) {
  EXPECT_EQ(examples(Alphabet({{{0x21, 0x10FFFF}}})), "a. ");
  EXPECT_EQ(examples(Alphabet({{{0x20, 0x7E}}})), "a.\u00A1");
  EXPECT_EQ(Alphabet({to_set({{0, 0xD7FF}})}).example(2), "\uE000");
}

TEST(AlphabetTest, KnowsTheLettersOfASet) {
  const Alphabet alphabet({{{U'a', U'c'}}, single(U'b'), single(U'.')});
  ASSERT_EQ(examples(alphabet), "abd.");
  const auto in = [&](std::size_t set) {
    std::string text;
    for (Letter letter = 0; letter < alphabet.size(); ++letter) {
      if (alphabet.letters(set).contains(letter)) text += alphabet.example(letter);
    }
    return text;
  };
  EXPECT_EQ(in(0), "ab");
  EXPECT_EQ(in(1), "b");
  EXPECT_EQ(in(2), ".");
  EXPECT_EQ(alphabet.example(alphabet.separator()), ".");
}

TEST(AlphabetTest, WeighsLetters) {
  const Alphabet alphabet({{{U'a', U'c'}}, single(U'b')});  // a and c, b, others, the separator
  EXPECT_EQ(alphabet.weights("abcdé."), (std::vector<std::uint64_t>{2, 1, 2, 1}));
}

}  // namespace
}  // namespace overmatch::alphabet_test
