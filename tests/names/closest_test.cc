// SPDX-License-Identifier: Apache-2.0
#include "names/closest.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace overmatch::closest_test {
namespace {

constexpr std::array<std::string_view, 4> kWords = {"segment", "exact", "subtree", "intended"};

TEST(Closest, SuggestsWhatWasMeant) {
  const struct {
    std::string_view word;
    std::string_view meant;
  } table[] = {
      {"segment", "segment"},
      {"segments", "segment"},
      {"SEGMENT", "segment"},
      {"sgemnet", ""},
      {"exat", "exact"},
      {"xact", "exact"},
      {"sub", ""},
      {"subtre", "subtree"},
      {"intened", "intended"},
      {"", ""},
      {"x", ""},
      {"regex", ""},
  };
  for (const auto& row : table) EXPECT_EQ(closest(row.word, kWords), row.meant) << row.word;
}

TEST(Nearest, IsTheClosestOfAllHoweverFar) {
  EXPECT_EQ(nearest("exat", kWords), "exact");
  EXPECT_EQ(nearest("sgemnet", kWords), "segment");
  EXPECT_EQ(nearest("", kWords), "exact") << "the shortest";
  EXPECT_EQ(nearest("exact", {}), "");
}

TEST(Closest, TakesTheFirstOfEquallyNearOnes) {
  constexpr std::array<std::string_view, 2> words = {"abcd1", "abcd2"};
  EXPECT_EQ(closest("abcd3", words), "abcd1");
}

TEST(Closest, IsQuickOnAWordOfAMegabyte) {
  EXPECT_EQ(closest(std::string(1'000'000, 's'), kWords), "");
}

}  // namespace
}  // namespace overmatch::closest_test
