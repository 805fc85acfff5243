// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/finding_list.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "properties/registry.h"

namespace overmatch::finding_list_test {
namespace {

Finding finding(const Property& property, const Case& minimal,
                Direction direction = Direction::overmatch) {
  Finding made;
  made.key = {&property, direction, KindGroup::glued_prefix};
  made.minimal = minimal;
  return made;
}

const Case kGlued{Mode::segment, {"a"}, {"ba"}, {}};
const Case kOther{Mode::segment, {"a"}, {"ab"}, {}};

std::vector<std::string> properties(const std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const Finding& each : findings) names.emplace_back(each.key.property->name);
  return names;
}

using Names = std::vector<std::string>;

TEST(FindingList, TellsOneMinimalCaseOnceWithAllItsProperties) {
  FindingList list;
  list.add(finding(kAgreement, kGlued));
  list.add(finding(kBoundary, kGlued));
  list.add(finding(kBoundary, kGlued));
  list.add(finding(kContainment, kOther));
  Finding crash = finding(kTotality, kGlued);
  crash.crash = "killed by signal 11";
  list.add(crash);
  const auto [kept, accepted] = std::move(list).result({});
  ASSERT_EQ(kept.size(), 3U);
  EXPECT_TRUE(accepted.empty());
  for (const Finding& each : kept)
    EXPECT_EQ(each.also, each.key.property == &kAgreement ? Names{"boundary"} : Names{});
}

TEST(FindingList, TellsOfAMemoryOnce) {
  FindingList list;
  Finding memory = finding(kDeterminism, kGlued);
  memory.stateful = true;
  Finding unseen = memory;
  unseen.reproducible = false;
  list.add(unseen);
  EXPECT_TRUE(list.has_unreproducible());
  EXPECT_FALSE(list.shows_memory());
  memory.minimal = kOther;
  list.add(memory);
  EXPECT_TRUE(list.shows_memory());
  memory.minimal = {Mode::segment, {"b"}, {"b"}, {}};
  list.add(memory);
  list.add(finding(kUnion, memory.minimal));
  // What can be replayed comes first, and what was seen once is listed with it.
  const std::vector<Finding> findings = std::move(list).result({}).first;
  EXPECT_EQ(properties(findings), (Names{"determinism", "union"}));
  EXPECT_EQ(findings[0].same_mistake.size(), 1U);
}

TEST(FindingList, LeavesOutWhatFollowsFromAWrongAnswer) {
  FindingList list;
  list.add(finding(kUnion, kGlued));
  list.add(finding(kAgreement, kGlued));
  list.add(finding(kAgreement, kOther));
  EXPECT_EQ(properties(std::move(list).result({}).first), Names{"agreement"});
}

TEST(FindingList, LeavesOutRejectionsOfMoreOfTheSame) {
  struct Row {
    Case other;
    Direction direction;
    bool explained;
  };
  const auto valid = Direction::undermatch;
  const std::vector<Row> rows = {
      {{Mode::regex, {"a", "b"}, {"a"}, {}}, valid, true},
      {{Mode::regex, {"b", "c", "a"}, {"a"}, {}}, valid, true},
      {{Mode::regex, {"b"}, {"a"}, {}}, valid, false},
      {{Mode::regex, {"b", "c"}, {"a"}, {}}, valid, false},
      {{Mode::regex, {"a", "b"}, {"b"}, {}}, valid, false},
      {{Mode::regex, {"a", "b"}, {}, {}}, valid, false},
      // Accepting an invalid pattern is another mistake.
      {{Mode::regex, {"a", "b"}, {"a"}, {}}, Direction::overmatch, false}};
  for (const Row& row : rows) {
    for (const bool first : {true, false}) {
      FindingList list;
      if (first) list.add(finding(kRejection, row.other, row.direction));
      list.add(finding(kRejection, {Mode::regex, {"a"}, {"a"}, {}}, valid));
      if (!first) list.add(finding(kRejection, row.other, row.direction));
      EXPECT_EQ(std::move(list).result({}).first.size(), row.explained ? 1U : 2U)
          << row.other.patterns.size() << " patterns, " << row.other.modules.size() << " modules";
    }
  }
}

TEST(FindingList, SetsAsideWhatAGlobAccepts) {
  const std::string id = finding(kAgreement, kGlued).id();
  struct Row {
    std::string glob;
    bool accepted;
  };
  const std::vector<Row> rows = {{id, true},
                                 {"*", true},
                                 {"agreement/*", true},
                                 {"*/overmatch/*", true},
                                 {"a*t/o*h/*", true},
                                 {"agreement", false},
                                 {"agreement/undermatch/*", false},
                                 {id + "x", false},
                                 {"*x", false},
                                 {"", false}};
  for (const auto& [glob, accepted] : rows) {
    FindingList list;
    list.add(finding(kAgreement, kGlued));
    const auto [kept, set_aside] = std::move(list).result({"nothing/*", glob});
    EXPECT_EQ(kept.size(), accepted ? 0U : 1U) << glob << " and " << id;
    EXPECT_EQ(set_aside.size(), accepted ? 1U : 0U) << glob << " and " << id;
  }
}

}  // namespace
}  // namespace overmatch::finding_list_test
