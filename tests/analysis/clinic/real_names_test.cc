// SPDX-License-Identifier: Apache-2.0
#include "analysis/clinic/real_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace overmatch::real_names_test {
namespace {

TEST(RealNames, AreSelectedAsAProgramAppliesTheRegex) {
  const RealNames names({{"q", "a.q", "a.q.b", "x"}, {}, 1}, "test");
  const struct {
    const char* regex;
    Applied how;
    Selection selected;
  } rows[] = {
      {"q", Applied::fullmatch, {0}},
      {"q", Applied::match, {0}},
      {"q", Applied::search, {0, 1, 2}},
      {"a", Applied::match, {1, 2}},
      {"a|q", Applied::match, {0, 1, 2}},
      {"(?i)Q$", Applied::search, {0, 1}},
      {"(?x)q # x", Applied::search, {0, 1, 2}},
      {"^q", Applied::search, {0}},
  };
  for (const auto& row : rows)
    EXPECT_EQ(names.select(row.regex, row.how), row.selected) << row.regex;
  EXPECT_EQ(names.select("(", Applied::search), std::nullopt);
  EXPECT_TRUE(names.has('.'));
  EXPECT_FALSE(names.has(' '));
}

TEST(RealNames, AreAlikeButForNumbers) {
  const RealNames names({{"l.0.q", "l.1.q", "l.10.k", "l.x1.q"}, {}, 1}, "test");
  EXPECT_EQ(names.count_shapes({0, 1}), 1U);
  EXPECT_EQ(names.count_shapes({0, 1, 2, 3}), 3U);
  EXPECT_EQ(names.count_shapes({}), 0U);
}

TEST(RealNames, KnowNumberedCopies) {
  const RealNames names({{"a.enc", "a.enc_2", "a.enc2", "a.enc_x", "a.2", "b.enc_2"}, {}, 1},
                        "test");
  EXPECT_TRUE(names.number({0}, {1}));
  EXPECT_TRUE(names.number({0}, {3, 2}));
  for (const std::uint32_t other : {3U, 4U, 5U}) EXPECT_FALSE(names.number({0}, {other}));
}

TEST(RealNames, OfManyModelsAreTakenOnceAndOfManyExpertsAFew) {
  std::vector<Model> models(2);
  for (const char* const name : {"l", "l.12", "l.12.experts", "l.12.experts.3", "l.12.experts.4"})
    models[0].tree.modules.push_back(name);
  models[1].tree.modules.push_back("l");
  models[1].parameters.push_back("l.weight");
  const NamePool pool = distinct_names(models);
  EXPECT_THAT(pool.names,
              testing::ElementsAre("l", "l.12", "l.12.experts", "l.12.experts.3", "l.weight"));
  EXPECT_THAT(pool.models[0], testing::ElementsAre(0U, 1U));
  const RealNames names(pool, "test");
  EXPECT_EQ(names.beside({1, 4}, {2}), Selection({1}));
  EXPECT_EQ(names.beside({1, 4}, {0}), Selection({1, 4}));
}

TEST(RealNames, WaysHaveNames) {
  for (const Applied how : kAllApplied) EXPECT_EQ(parse_applied(to_string(how)), how);
  EXPECT_EQ(parse_applied("glob"), std::nullopt);
}

}  // namespace
}  // namespace overmatch::real_names_test
