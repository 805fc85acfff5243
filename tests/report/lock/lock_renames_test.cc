// SPDX-License-Identifier: Apache-2.0
#include "report/lock/lock_renames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/trees.h"

namespace overmatch::lock_renames_test {
namespace {

// "BEFORE > AFTER: NAMES" of each rename.
std::vector<std::string> renames(const std::vector<std::string>& tree_now,
                                 const std::vector<std::string>& gone,
                                 const std::vector<std::string>& known = {}) {
  const ModuleTree tree = tree_of(tree_now);
  const TreeIndex index(tree);
  std::vector<std::string> out;
  for (const LockRename& rename : find_renames(index, gone, known)) {
    out.push_back(rename.before + " > " + rename.after + ": " +
                  std::to_string(rename.names.size()));
  }
  return out;
}

TEST(LockRenames, Table) {
  using testing::ElementsAre;
  using testing::IsEmpty;
  const std::vector<std::string> tree = {
      "m",          "m.lang",       "m.lang.l",     "m.lang.l.0", "m.lang.l.0.q", "m.lang.l.0.v",
      "m.lang.l.1", "m.lang.l.1.q", "m.lang.l.1.v", "head"};
  EXPECT_THAT(renames(tree, {"lang.m.l.0.q", "lang.m.l.1.q", "lang.m.l.0.v"}),
              ElementsAre("lang.m > m.lang: 3"));
  EXPECT_THAT(renames(tree, {"lang.l.0.q", "lang.l.1.q"}), ElementsAre(" > m: 2"));
  EXPECT_THAT(renames(tree, {"m.l.0.q", "m.l.1.q"}), ElementsAre("m > m.lang: 2"));
  EXPECT_THAT(renames(tree, {"m.lang.x.l.1.q"}), ElementsAre("lang.x > lang: 1"));
  EXPECT_THAT(renames(tree, {"old.head", "m.l.0.q"}),
              testing::UnorderedElementsAre("old > : 1", "m > m.lang: 1"));
  // Not all numbers are there, no module of the name, or one that was there before.
  EXPECT_THAT(renames(tree, {"m.l.0.q", "m.l.2.q"}), IsEmpty());
  EXPECT_THAT(renames(tree, {"m.l.0.k"}), IsEmpty());
  EXPECT_THAT(renames(tree, {"m.l.0.q"}, {"m.lang.l.0.q"}), IsEmpty());
  EXPECT_THAT(renames(tree, {}), IsEmpty());
}

TEST(LockRenames, FollowRoles) {
  using testing::ElementsAre;
  using testing::IsEmpty;
  const std::vector<std::string> bert = {"l", "l.0", "l.0.attn", "l.0.attn.query",
                                         "l.0.attn.value"};
  EXPECT_THAT(renames(bert, {"l.0.attn.q_proj"}), ElementsAre("q_proj > query: 1"));
  EXPECT_THAT(renames(bert, {"l.0.attn.v_proj", "l.0.attn.q_proj"}),
              testing::UnorderedElementsAre("q_proj > query: 1", "v_proj > value: 1"));
  EXPECT_THAT(renames(bert, {"l.0.attn.o_proj"}), IsEmpty()) << "another role";
}

TEST(LockRenames, AreNotGuessedBetweenEquals) {
  using testing::IsEmpty;
  EXPECT_THAT(renames({"a", "a.q", "b", "b.q"}, {"c.q"}), IsEmpty());
  EXPECT_THAT(renames({"a", "a.q"}, {"c.q"}), testing::ElementsAre("c > a: 1"));
}

}  // namespace
}  // namespace overmatch::lock_renames_test
