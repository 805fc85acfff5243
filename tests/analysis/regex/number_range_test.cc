// SPDX-License-Identifier: Apache-2.0
#include "analysis/regex/number_range.h"

#include <gtest/gtest.h>

#include <array>

#include "matchers/regex.h"

namespace overmatch::number_range_test {
namespace {

TEST(NumberRange, IsSpeltShort) {
  EXPECT_EQ(number_range(0, 15), "[0-9]|1[0-5]");
  EXPECT_EQ(number_range(10, 39), "[1-3][0-9]");
  EXPECT_EQ(number_range(3, 27), "[3-9]|1[0-9]|2[0-7]");
  EXPECT_EQ(number_range(7, 7), "7");
  EXPECT_EQ(number_range(0, 99), "[0-9]|[1-9][0-9]");
  EXPECT_EQ(number_range(98, 102), "9[8-9]|10[0-2]");
}

TEST(NumberRange, SelectsItsNumbersAndNoOthers) {
  for (std::uint32_t low = 0; low <= 130; low += 13) {
    for (std::uint32_t high = low; high <= 1200; high = high * 3 / 2 + 1) {
      const std::string regex = "(?:" + number_range(low, high) + ")";
      std::vector<std::string> texts;
      for (std::uint32_t number = 0; number <= 1300; ++number)
        texts.push_back(std::to_string(number));
      const std::vector<std::string_view> names(texts.begin(), texts.end());
      const std::array<std::string_view, 1> pattern = {regex};
      RegexMatcher matcher;
      Answer answer;
      matcher.match({pattern, names}, answer);
      for (std::uint32_t number = 0; number <= 1300; ++number) {
        ASSERT_EQ(answer.selects(number), number >= low && number <= high)
            << regex << " on " << number;
      }
    }
  }
}

}  // namespace
}  // namespace overmatch::number_range_test
