// SPDX-License-Identifier: Apache-2.0
// The exhaustive search does what small_coverage says of it, whatever it finds on the way.
#include "search/phases/small_cases.h"

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
Searched search(Mode subject, Mode mode) {
  const auto matcher = make_reference(subject);
  Probe probe(*matcher, mode);
  Heartbeat heartbeat;
  Searched searched;
  Tester tester(
      probe, all_properties(), [&](const Discovery&) { ++searched.discoveries; }, heartbeat);
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

}  // namespace
}  // namespace overmatch::small_cases_test
