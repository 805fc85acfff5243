// SPDX-License-Identifier: Apache-2.0
// The special words find what lets its language read a name, and accuse no right matcher.
#include "search/phases/special_words.h"

#include <gtest/gtest.h>

#include "planted/planted.h"
#include "properties/registry.h"

namespace overmatch::special_words_test {
namespace {

bool finds(Matcher& matcher, Mode mode) {
  Probe probe(matcher, mode);
  Heartbeat heartbeat;
  Tester tester(probe, all_properties(), [](const Discovery&) {}, heartbeat);
  tester.keep_portable();
  tester.stop_at_first();
  search_special_words(tester);
  EXPECT_EQ(tester.statistics().left_out, 0U) << "a case that is never asked";
  return tester.first_discovery() != 0;
}

TEST(SpecialWords, AccuseNoReference) {
  for (const Mode mode : kModes)
    EXPECT_FALSE(finds(*make_reference(mode), mode)) << to_string(mode);
}

TEST(SpecialWords, FindWhatReadsANameAsMoreThanText) {
  std::size_t count = 0;
  for (const Planted& bug : planted()) {
    if (bug.theme != "host" && !bug.name.starts_with("exact-hash-")) continue;
    if (bug.name == "exact-hash-buckets" || bug.name == "exact-hash-16-bit") continue;  // no hash
    ++count;
    EXPECT_TRUE(finds(*bug.make(), bug.mode)) << bug.name;
  }
  EXPECT_GE(count, 20U);
}

TEST(SpecialWords, PlainPatternsComeFirst) {
  for (const char* const name : {"exact-in-object", "exact-attributes"}) {
    const Planted* const bug = find_planted(name);
    ASSERT_NE(bug, nullptr) << name;
    const auto matcher = bug->make();
    Probe probe(*matcher, bug->mode);
    Heartbeat heartbeat;
    Tester tester(probe, all_properties(), [](const Discovery&) {}, heartbeat);
    search_plain_patterns(tester);
    EXPECT_EQ(tester.first_discovery(), 1U) << name;
  }
}

}  // namespace
}  // namespace overmatch::special_words_test
