// SPDX-License-Identifier: Apache-2.0
#include "names/text_table.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace overmatch::text_table_test {
namespace {

TEST(TextTable, FindsWhatAMapFinds) {
  std::mt19937_64 random(1);
  for (const std::size_t expected : {0U, 100U, 5'000U}) {
    TextTable table(expected);
    std::vector<std::string> list;
    std::unordered_map<std::string, std::uint32_t> map;
    for (int round = 0; round < 20'000; ++round) {
      std::string text;  // few letters and sizes, so that many come again, and some with a NUL
      for (auto left = random() % 14; left > 0; --left) text += "ab\0"[random() % 3];
      const auto known = map.find(text);
      const std::uint32_t place = known == map.end() ? TextTable::kNone : known->second;
      ASSERT_EQ(table.find(list, text), place) << "before it is added";
      const auto fresh = static_cast<std::uint32_t>(list.size());
      ASSERT_EQ(table.find_or_add(list, text, fresh), place);
      if (place != TextTable::kNone) continue;
      list.push_back(text);
      map.emplace(text, fresh);
      ASSERT_EQ(table.find(list, text), fresh);
    }
    EXPECT_GT(list.size(), 5'000U) << "it has grown";
  }
}

TEST(TextTable, TellsTextsOfAllSizesApart) {
  TextTable table;
  std::vector<std::string> list;
  for (std::size_t size = 0; size < 300; ++size) {
    ASSERT_EQ(table.find_or_add(list, std::string(size, '\0'), static_cast<std::uint32_t>(size)),
              TextTable::kNone)
        << size;
    list.emplace_back(size, '\0');
  }
}

}  // namespace
}  // namespace overmatch::text_table_test
