// SPDX-License-Identifier: Apache-2.0
#include "search/reduce/case_order.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "generate/case_generator.h"

namespace overmatch::case_order_test {
namespace {

std::vector<Case> some_cases(std::size_t count) {
  std::vector<Case> cases(count);
  CaseGenerator generator(Mode::segment);
  CaseFacts facts;
  for (std::size_t at = 0; at < count; ++at) {
    Choices choices(mix_seed(6, at));
    generator.generate(choices, cases[at], facts);
  }
  return cases;
}

TEST(IsSimpler, IsAStrictTotalOrderOnGeneratedCases) {
  const std::vector<Case> cases = some_cases(70);
  const auto same = [](const Case& left, const Case& right) {
    return left.patterns == right.patterns && left.modules == right.modules;
  };
  for (const Case& a : cases) {
    EXPECT_FALSE(is_simpler(a, a));
    for (const Case& b : cases) {
      EXPECT_EQ(is_simpler(a, b) || is_simpler(b, a), !same(a, b));
      EXPECT_FALSE(is_simpler(a, b) && is_simpler(b, a));
      if (!is_simpler(a, b)) continue;
      for (const Case& c : cases) {
        ASSERT_TRUE(!is_simpler(b, c) || is_simpler(a, c));
      }
    }
  }
}

TEST(IsSimpler, LooksAtOneThingAfterTheOther) {
  struct Row {
    const char* because;
    Case simpler;
    Case other;
  };
  const std::vector<Row> rows = {
      {"fewer names, however long",
       {Mode::exact, {}, {"Z_Z_Z_Z_Z"}, {}},
       {Mode::exact, {"a"}, {"a"}, {}}},
      {"fewer characters, however odd",
       {Mode::exact, {"\n"}, {"\U0001F600"}, {}},
       {Mode::exact, {"a"}, {"aa"}, {}}},
      {"characters are code points, not bytes",
       {Mode::exact, {}, {"\U0001F600"}, {}},
       {Mode::exact, {}, {"aa"}, {}}},
      {"fewer patterns",
       {Mode::exact, {"b"}, {"b", "c"}, {}},
       {Mode::exact, {"a", "a"}, {"a"}, {}}},
      {"a shorter pattern before a shorter module",
       {Mode::exact, {"z"}, {"zz"}, {}},
       {Mode::exact, {"aa"}, {"a"}, {}}},
      {"the first name that differs",
       {Mode::exact, {"a"}, {"b", "a"}, {}},
       {Mode::exact, {"b"}, {"a", "b"}, {}}},
  };
  for (const Row& row : rows) {
    EXPECT_TRUE(is_simpler(row.simpler, row.other)) << row.because;
    EXPECT_FALSE(is_simpler(row.other, row.simpler)) << row.because;
  }
}

TEST(Simplicity, IsATotalOrderThatPeopleWouldName) {
  const std::vector<std::string> simplest_first = {
      "a",  "b",   "z", ".", "0", "9",      "A", "Z",          "_",
      "-",  "!",   "*", "~", " ", "\u00e9", "ж", "\U0001F600", std::string(1, '\0'),
      "\n", "\x7f"};
  for (std::size_t left = 0; left < simplest_first.size(); ++left) {
    for (std::size_t right = 0; right < simplest_first.size(); ++right) {
      EXPECT_EQ(simplicity(simplest_first[left]) < simplicity(simplest_first[right]), left < right)
          << simplest_first[left] << " and " << simplest_first[right];
    }
  }
}

TEST(AlphabetOf, HasEachCharacterOnceSimplestFirst) {
  const Case content{Mode::segment, {"b_é"}, {"a.b", "\U0001F600b"}, {}};
  EXPECT_EQ(alphabet_of(content),
            (std::vector<std::string>{"a", "b", ".", "_", "é", "\U0001F600"}));
  EXPECT_TRUE(alphabet_of({}).empty());
}

TEST(SizeOf, CountsNamesAndCodePoints) {
  EXPECT_EQ(size_of({Mode::segment, {"é", ""}, {"a.b"}, {}}), (Size{2, 1, 4}));
  EXPECT_TRUE((Size{1, 1, 3}).fits_in({1, 2, 3}));
  EXPECT_FALSE((Size{1, 1, 4}).fits_in({2, 2, 3}));
  EXPECT_FALSE((Size{2, 1, 1}).fits_in({1, 9, 9}));
  EXPECT_FALSE((Size{0, 3, 1}).fits_in({9, 2, 9}));
}

}  // namespace
}  // namespace overmatch::case_order_test
