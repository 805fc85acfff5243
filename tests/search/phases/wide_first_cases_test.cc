// SPDX-License-Identifier: Apache-2.0
// The wide opening finds what reads classes, groups and flags otherwise than Python, and only where
// regexes beyond the portable core are asked.
#include "search/phases/wide_first_cases.h"

#include <gtest/gtest.h>

#include "planted/planted.h"
#include "properties/registry.h"
#include "search/phases/first_cases.h"

namespace overmatch::wide_first_cases_test {
namespace {

std::uint64_t found_after(Matcher& matcher, bool wide) {
  Probe probe(matcher, Mode::regex);
  Heartbeat heartbeat;
  Tester tester(probe, all_properties(), [](const Discovery&) {}, heartbeat);
  if (!wide) tester.keep_portable();
  search_first_cases(tester);
  return tester.first_discovery();
}

TEST(WideFirstCases, FindsWhatDiffersBeyondTheCoreAndOnlyInAWideSearch) {
  std::size_t count = 0;
  for (const Planted& bug : planted()) {
    if (bug.differs != Differs::beyond_core || bug.expect != Expect::wrong) continue;
    if (bug.mode != Mode::regex) continue;
    ++count;
    EXPECT_NE(found_after(*bug.make(), true), 0U) << bug.name;
    EXPECT_EQ(found_after(*bug.make(), false), 0U) << bug.name;
  }
  EXPECT_GE(count, 5U);
}

TEST(WideFirstCases, AccusesNotTheReference) {
  const auto reference = make_reference(Mode::regex);
  EXPECT_EQ(found_after(*reference, true), 0U);
}

TEST(WideFirstCases, IsFewCases) {
  const auto reference = make_reference(Mode::regex);
  Probe probe(*reference, Mode::regex);
  Heartbeat heartbeat;
  Tester tester(probe, all_properties(), [](const Discovery&) {}, heartbeat);
  EXPECT_TRUE(search_wide_first_cases(tester));
  EXPECT_GT(tester.cases(), 50U);
  EXPECT_LT(tester.cases(), 120U);
}

}  // namespace
}  // namespace overmatch::wide_first_cases_test
