// SPDX-License-Identifier: Apache-2.0
#include "cases/entry_labels.h"

#include <gmock/gmock.h>

namespace overmatch::entry_labels_test {
namespace {

using testing::ElementsAre;

TEST(EntryLabels, AreNumberedByTheirFirstOccurrence) {
  EntryLabels labels;
  labels.assign(Order::first, {3, 0, 7, 3, 255});
  EXPECT_THAT(labels.numbers, ElementsAre(1, 0, 2, 1, 3));
  EXPECT_THAT(labels.names, ElementsAre("A", "B", "C"));
  EXPECT_EQ(labels.name(kNull), std::nullopt);
  EXPECT_EQ(labels.name(3), "C");
}

TEST(LabelName, IsALetterOrANumber) {
  EXPECT_EQ(label_name(1), "A");
  EXPECT_EQ(label_name(26), "Z");
  EXPECT_EQ(label_name(27), "L27");
}

TEST(AllLabels, AreAllWaysThatDifferInMoreThanNames) {
  EXPECT_THAT(all_labels(0), ElementsAre(std::vector<Label>{}));
  EXPECT_THAT(all_labels(2), ElementsAre(std::vector<Label>{0, 0}, std::vector<Label>{1, 1},
                                         std::vector<Label>{0, 1}, std::vector<Label>{1, 0},
                                         std::vector<Label>{1, 2}));
  EXPECT_EQ(all_labels(3).size(), 15U);
  EXPECT_EQ(all_labels(4).size(), 52U);
}

TEST(CountLabels, CountsThemWithoutMakingThem) {
  for (std::size_t count = 0; count < 8; ++count)
    EXPECT_EQ(count_labels(count), static_cast<double>(all_labels(count).size())) << count;
  EXPECT_GT(count_labels(60), 1e50);
}

TEST(EntryLabels, CanBeTheSameForAllPatterns) {
  EntryLabels labels;
  labels.assign_same(Order::last, 3);
  EXPECT_THAT(labels.numbers, ElementsAre(1, 1, 1));
  labels.assign_same(Order::any, 3);
  EXPECT_EQ(labels, EntryLabels{});
}

TEST(NthLabels, DifferForEachNumber) {
  EXPECT_THAT(nth_labels(0, 3), ElementsAre(1, 1, 1));
  std::vector<std::vector<Label>> ways;
  for (std::uint64_t number = 0; number < 64; ++number) ways.push_back(nth_labels(number, 3));
  std::sort(ways.begin(), ways.end());
  EXPECT_EQ(std::unique(ways.begin(), ways.end()), ways.end());
}

}  // namespace
}  // namespace overmatch::entry_labels_test
