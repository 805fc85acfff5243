// SPDX-License-Identifier: Apache-2.0
#include "generate/special_words.h"

#include <gtest/gtest.h>

#include <set>

#include "names/utf8.h"

namespace overmatch::special_words_test {
namespace {

TEST(SpecialWords, EachWordStandsOnceInAGroupThatNamesItsSource) {
  std::set<std::string_view> seen;
  for (const SpecialWordGroup& group : kSpecialWordGroups) {
    EXPECT_FALSE(group.source.empty());
    EXPECT_FALSE(group.words.empty()) << group.source;
    for (const std::string_view word : group.words) {
      EXPECT_TRUE(seen.insert(word).second) << word << " stands twice";
      EXPECT_EQ(find_invalid_utf8(word), kValidUtf8) << word;
    }
  }
  EXPECT_EQ(seen.size(), kSpecialWords.size());
}

}  // namespace
}  // namespace overmatch::special_words_test
