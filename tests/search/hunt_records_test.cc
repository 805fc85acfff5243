// SPDX-License-Identifier: Apache-2.0
#include "search/hunt_records.h"

#include <gtest/gtest.h>

#include <string>

#include "properties/registry.h"

namespace overmatch {
namespace {

Discovery some_discovery() {
  Discovery discovery;
  discovery.sort = {&kBoundary, Direction::undermatch, Shape::below};
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

std::string a_hunt() {
  return record(some_discovery()) + record(some_counts()) + record(TreeHit{3, 4}) +
         record(some_counts());
}

TEST(HuntRecords, AreReadAsTheyWereWritten) {
  const HuntRecords read = read_hunt(a_hunt());
  ASSERT_EQ(read.discoveries.size(), 1U);
  const Discovery expected = some_discovery();
  const Discovery& discovery = read.discoveries[0];
  EXPECT_EQ(discovery.sort, expected.sort);
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

TEST(HuntRecords, AreWorthReadingAsFarAsADeathLetThemBeWritten) {
  const std::string whole = a_hunt();
  const std::size_t first = record(some_discovery()).size();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const HuntRecords read = read_hunt(std::string_view(whole).substr(0, size));
    EXPECT_EQ(read.discoveries.size(), size < first ? 0U : 1U)
        << size << " of " << whole.size() << " bytes";
    EXPECT_LE(read.hits.size(), 1U);
    EXPECT_LE(read.statistics.calls, 14U);
  }
}

TEST(HuntRecords, SightingsToo) {
  const Sighting sighting{
      "gpt2", "h.1", "transformer.h.1", {"transformer.h.11", "x"}, 40, Direction::undermatch};
  const std::string bytes = record(sighting) + record(sighting);
  for (const std::size_t lost : {0U, 1U}) {
    const auto read = read_sightings(std::string_view(bytes).substr(0, bytes.size() - lost));
    ASSERT_EQ(read.size(), 2U - lost);
    EXPECT_EQ(read[0].tree, sighting.tree);
    EXPECT_EQ(read[0].pattern, sighting.pattern);
    EXPECT_EQ(read[0].target, sighting.target);
    EXPECT_EQ(read[0].wrong, sighting.wrong);
    EXPECT_EQ(read[0].wrong_count, sighting.wrong_count);
    EXPECT_EQ(read[0].direction, sighting.direction);
  }
}

}  // namespace
}  // namespace overmatch
