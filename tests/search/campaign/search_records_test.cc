// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/search_records.h"

#include <gtest/gtest.h>

#include <string>

#include "properties/registry.h"

namespace overmatch::search_records_test {
namespace {

Discovery some_discovery() {
  Discovery discovery;
  discovery.key = {&kBoundary, Direction::undermatch, KindGroup::re_rooted};
  discovery.content = {Mode::subtree, {"a.b", ""}, {"", "a\n"}, "a.b"};
  discovery.what = "what it did";
  discovery.found_after = 12'345'678'901;
  discovery.phase = Phase::random;
  discovery.strategy = "words";
  return discovery;
}

Statistics some_counts() {
  Statistics counts;
  counts.calls = 7;
  counts.kinds[3] = 11;
  return counts;
}

std::string some_records() {
  return record(some_discovery()) + record(some_counts()) + record(TreeHit{3, 4}) +
         record(some_counts());
}

TEST(SearchRecords, AreReadAsTheyWereWritten) {
  const SearchRecords read = read_search_records(some_records());
  ASSERT_EQ(read.discoveries.size(), 1U);
  const Discovery expected = some_discovery();
  const Discovery& discovery = read.discoveries[0];
  EXPECT_EQ(discovery.key, expected.key);
  EXPECT_EQ(discovery.content, expected.content);
  EXPECT_EQ(discovery.what, expected.what);
  EXPECT_EQ(discovery.found_after, expected.found_after);
  EXPECT_EQ(discovery.phase, expected.phase);
  EXPECT_EQ(discovery.strategy, expected.strategy);
  ASSERT_EQ(read.hits.size(), 1U);
  EXPECT_EQ(read.hits[0].tree, 3U);
  EXPECT_EQ(read.hits[0].question, 4U);
  EXPECT_EQ(read.statistics.calls, 14U);
  EXPECT_EQ(read.statistics.kinds[3], 22U);
}

TEST(SearchRecords, AreWorthReadingAsFarAsADeathLetThemBeWritten) {
  const std::string whole = some_records();
  const std::size_t first = record(some_discovery()).size();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const SearchRecords read = read_search_records(std::string_view(whole).substr(0, size));
    EXPECT_EQ(read.discoveries.size(), size < first ? 0U : 1U)
        << size << " of " << whole.size() << " bytes";
    EXPECT_LE(read.hits.size(), 1U);
    EXPECT_LE(read.statistics.calls, 14U);
  }
}

TEST(SearchRecords, SightingsToo) {
  const RealExample real_example{
      "gpt2", "h.1", "transformer.h.1", {"transformer.h.11", "x"}, 40, Direction::undermatch};
  const std::string bytes = record(real_example) + record(real_example);
  for (const std::size_t lost : {0U, 1U}) {
    const auto read = read_real_examples(std::string_view(bytes).substr(0, bytes.size() - lost));
    ASSERT_EQ(read.size(), 2U - lost);
    EXPECT_EQ(read[0].tree, real_example.tree);
    EXPECT_EQ(read[0].pattern, real_example.pattern);
    EXPECT_EQ(read[0].target, real_example.target);
    EXPECT_EQ(read[0].wrong, real_example.wrong);
    EXPECT_EQ(read[0].wrong_count, real_example.wrong_count);
    EXPECT_EQ(read[0].direction, real_example.direction);
  }
}

}  // namespace
}  // namespace overmatch::search_records_test
