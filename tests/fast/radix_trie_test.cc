// SPDX-License-Identifier: Apache-2.0
#include "fast/radix_trie.h"

#include <gtest/gtest.h>

#include <string>

namespace overmatch::fast {
namespace {

// What each text leaves of the name, in the order of the walk.
std::vector<std::string> rests(const RadixTrie& trie, std::string_view name) {
  std::vector<std::string> all;
  EXPECT_FALSE(trie.walk(name, [&](std::string_view rest) {
    all.emplace_back(rest);
    return false;
  }));
  return all;
}

using Rests = std::vector<std::string>;

TEST(RadixTrie, FromTheEndFindsEveryTail) {
  const std::vector<std::string_view> texts = {"b", "ab", "", "xab", "cb", "ab"};
  RadixTrie trie;
  trie.build(texts, From::end);
  EXPECT_EQ(rests(trie, "ab"), (Rests{"ab", "a", ""}));
  EXPECT_EQ(rests(trie, "1xab"), (Rests{"1xab", "1xa", "1x", "1"}));
  EXPECT_EQ(rests(trie, "cb"), (Rests{"cb", "c", ""}));
  EXPECT_EQ(rests(trie, "d"), (Rests{"d"}));
  EXPECT_EQ(rests(trie, ""), (Rests{""}));
}

TEST(RadixTrie, FromTheBeginningFindsEveryHead) {
  const std::vector<std::string_view> texts = {"a", "ab", "abcd", "b"};
  RadixTrie trie;
  trie.build(texts, From::beginning);
  EXPECT_EQ(rests(trie, "abc"), (Rests{"bc", "c"}));
  EXPECT_EQ(rests(trie, "abcd"), (Rests{"bcd", "cd", ""}));
  EXPECT_EQ(rests(trie, "c"), Rests{});
}

TEST(RadixTrie, StopsAtTheFirstThatIsTaken) {
  const std::vector<std::string_view> texts = {"b", "ab"};
  RadixTrie trie;
  trie.build(texts, From::end);
  int asked = 0;
  EXPECT_TRUE(trie.walk("ab", [&](std::string_view) { return ++asked == 1; }));
  EXPECT_EQ(asked, 1);
}

TEST(RadixTrie, HoldsNothingOfTheLastBuild) {
  const std::vector<std::string_view> texts = {"a"};
  RadixTrie trie;
  trie.build(texts, From::end);
  trie.build({}, From::end);
  EXPECT_EQ(rests(trie, "a"), Rests{});
}

// Each text is the beginning of the next: a recursive build would need as many stack frames as
// there are texts.
TEST(RadixTrie, IsBuiltOfALongChain) {
  const std::string longest(4'000, 'a');
  std::vector<std::string_view> texts;
  for (std::size_t size = 1; size <= longest.size(); ++size)
    texts.push_back(std::string_view(longest).substr(0, size));
  RadixTrie trie;
  trie.build(texts, From::end);
  EXPECT_EQ(rests(trie, longest).size(), longest.size());
}

TEST(RadixTrie, TellsAllBytesApart) {
  std::vector<std::string> owned;
  for (int byte = 0; byte < 256; ++byte) owned.emplace_back(1, static_cast<char>(byte));
  const std::vector<std::string_view> texts(owned.begin(), owned.end());
  RadixTrie trie;
  trie.build(texts, From::end);
  for (const std::string& text : owned) EXPECT_EQ(rests(trie, "." + text), (Rests{"."}));
}

}  // namespace
}  // namespace overmatch::fast
