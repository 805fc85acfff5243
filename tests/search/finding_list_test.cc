#include "search/finding_list.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "properties/registry.h"

namespace overmatch {
namespace {

Finding finding(const Property& property, const Case& minimal, Direction direction = Direction::overmatch) {
  Finding made;
  made.sort = {&property, direction, Shape::front};
  made.minimal = minimal;
  return made;
}

const Case kGlued{Mode::segment, {"a"}, {"ba"}, {}};
const Case kOther{Mode::segment, {"a"}, {"ab"}, {}};

std::vector<std::string> laws(const std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const Finding& each : findings) names.emplace_back(each.sort.property->name);
  return names;
}

using Names = std::vector<std::string>;

TEST(FindingList, TellsOneMinimalCaseOnceWithAllItsLaws) {
  FindingList list;
  list.add(finding(kAgreement, kGlued));
  list.add(finding(kBoundary, kGlued));
  list.add(finding(kBoundary, kGlued));
  list.add(finding(kContainment, kOther));
  Finding crash = finding(kTotality, kGlued);
  crash.crash = "killed by signal 11";
  list.add(crash);
  const auto [kept, accepted] = std::move(list).settled({});
  ASSERT_EQ(kept.size(), 3U);
  EXPECT_TRUE(accepted.empty());
  for (const Finding& each : kept) EXPECT_EQ(each.also, each.sort.property == &kAgreement ? Names{"boundary"} : Names{});
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
  // What can be replayed comes first.
  EXPECT_EQ(laws(std::move(list).settled({}).first), (Names{"determinism", "union", "determinism"}));
}

TEST(FindingList, LeavesOutWhatFollowsFromAWrongAnswer) {
  FindingList list;
  list.add(finding(kUnion, kGlued));
  list.add(finding(kAgreement, kGlued));
  list.add(finding(kAgreement, kOther));
  EXPECT_EQ(laws(std::move(list).settled({}).first), Names{"agreement"});
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
    const auto [kept, set_aside] = std::move(list).settled({"nothing/*", glob});
    EXPECT_EQ(kept.size(), accepted ? 0U : 1U) << glob << " and " << id;
    EXPECT_EQ(set_aside.size(), accepted ? 1U : 0U) << glob << " and " << id;
  }
}

}  // namespace
}  // namespace overmatch
