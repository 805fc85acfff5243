// SPDX-License-Identifier: Apache-2.0
// The exhaustive search does what small_coverage says of it, whatever it finds on the way.
#include "search/phases/small_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "properties/registry.h"

namespace overmatch::small_cases_test {
namespace {

struct Searched {
  std::uint64_t cases = 0;
  std::uint64_t pairs = 0;
  std::uint64_t discoveries = 0;
};

// `subject` tested as if it were of `mode`.
Searched search(Mode subject, Mode mode, bool brief = false) {
  const auto matcher = make_reference(subject);
  Probe probe(*matcher, mode);
  Heartbeat heartbeat;
  Searched searched;
  Tester tester(
      probe, all_properties(), [&](const Discovery&) { ++searched.discoveries; }, heartbeat);
  if (brief) tester.be_brief();
  search_small_pairs(tester);
  searched.cases = tester.cases();
  searched.pairs = tester.statistics().small_pairs;
  return searched;
}

TEST(Small, AFindingTakesNothingFromTheExhaustiveSearch) {
  const Searched right = search(Mode::segment, Mode::segment);
  const Searched wrong = search(Mode::endswith, Mode::segment);
  EXPECT_EQ(right.discoveries, 0U);
  EXPECT_GT(wrong.discoveries, 0U);
  EXPECT_GT(right.pairs, 500'000U);
  EXPECT_EQ(wrong.pairs, right.pairs);
  EXPECT_EQ(wrong.cases, right.cases);
}

TEST(Small, TellsEveryModeFromEveryOtherAndAccusesNoReference) {
  for (const Mode mode : {Mode::glob, Mode::path_glob, Mode::substring, Mode::run, Mode::prefix}) {
    EXPECT_EQ(search(mode, mode).discoveries, 0U) << to_string(mode);
    EXPECT_GT(search(mode, mode).pairs, 500'000U) << to_string(mode);
    EXPECT_GT(search(Mode::exact, mode).discoveries, 0U) << to_string(mode);
  }
}

// A brief search has shorter patterns and shorter lists, and says so; it still tells modes apart.
TEST(Small, ABriefSearchAsksLessAndSaysWhat) {
  EXPECT_LT(2 * search(Mode::glob, Mode::glob, true).pairs, search(Mode::glob, Mode::glob).pairs);
  EXPECT_GT(search(Mode::path_glob, Mode::glob, true).discoveries, 0U);
  EXPECT_LT(search(Mode::segment, Mode::segment, true).pairs,
            search(Mode::segment, Mode::segment).pairs - 200'000);
  EXPECT_EQ(search(Mode::segment, Mode::segment, true).discoveries, 0U);
  EXPECT_GT(search(Mode::endswith, Mode::segment, true).discoveries, 0U);
  EXPECT_THAT(small_coverage(Mode::segment).front(), testing::StartsWith("patterns <= 5 "));
  EXPECT_THAT(small_coverage(Mode::segment, true).front(), testing::StartsWith("patterns <= 4 "));
  for (const Mode mode : {Mode::segment, Mode::glob}) {
    EXPECT_THAT(small_coverage(mode).back(), testing::HasSubstr("<= 3 modules"));
    EXPECT_THAT(small_coverage(mode, true).back(), testing::HasSubstr("<= 2 modules"));
  }
}

}  // namespace
}  // namespace overmatch::small_cases_test
