// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/rank_alpha_patterns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "names/input_error.h"
#include "tests/analysis/trees.h"

namespace overmatch::rank_alpha_patterns_test {
namespace {

using Paths = std::vector<std::string>;

// The expected values are those of get_pattern_key in PEFT 0.21.2 and 0.14.0.
TEST(RankAlphaPatterns, TheFirstKeyThatMatchesWins) {
  const ModuleTree tree = tree_of({"q", "a.q", "a.pre_q", "b.q"});
  const TreeIndex index(tree);
  const Selection all = {0, 1, 2, 3};
  const struct {
    std::vector<std::string> keys;
    const char* version;
    std::vector<Paths> matched;
    std::vector<Paths> set;
  } rows[] = {
      {{"q"}, "0.21.2", {{"q", "a.q", "b.q"}}, {{"q", "a.q", "b.q"}}},
      {{"q"}, "0.14.0", {{"a.q", "b.q"}}, {{"a.q", "b.q"}}},
      {{"a.q", "q"}, "0.21.2", {{"a.q"}, {"q", "a.q", "b.q"}}, {{"a.q"}, {"q", "b.q"}}},
      {{"q", "a.q"}, "0.21.2", {{"q", "a.q", "b.q"}, {"a.q"}}, {{"q", "a.q", "b.q"}, {}}},
      {{"^q"}, "0.21.2", {{"q"}}, {{"q"}}},
      {{".*_q"}, "0.21.2", {{"a.pre_q"}}, {{"a.pre_q"}}},
      {{"k"}, "0.21.2", {{}}, {{}}},
  };
  for (const auto& row : rows) {
    const auto found = apply_keys(index, row.keys, all, *parse_peft_version(row.version));
    ASSERT_EQ(found.size(), row.keys.size());
    for (std::size_t key = 0; key < found.size(); ++key) {
      EXPECT_EQ(paths_of(index, found[key].matched), row.matched[key]) << row.keys[key];
      EXPECT_EQ(paths_of(index, found[key].set), row.set[key]) << row.keys[key];
    }
  }
  EXPECT_THROW((void)apply_keys(index, {"("}, all), InputError);
}

}  // namespace
}  // namespace overmatch::rank_alpha_patterns_test
