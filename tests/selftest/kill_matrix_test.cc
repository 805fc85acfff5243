// SPDX-License-Identifier: Apache-2.0
// The kill matrix of a few planted matchers.
#include "selftest/kill_matrix.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "properties/registry.h"
#include "selftest/matrix_report.h"

namespace overmatch::kill_matrix_test {
namespace {

MatrixOptions quick() {
  MatrixOptions options;
  options.plan.properties.assign(all_properties().begin(), all_properties().end());
  options.plan.cases = 300;
  options.property_cases = options.correct_cases = 100;
  return options;
}

std::vector<MatrixRow> matrix(const std::vector<std::string>& names, const MatrixOptions& options) {
  std::vector<const Planted*> matchers;
  for (const std::string& name : names) matchers.push_back(find_planted(name));
  return run_matrix(matchers, options);
}

std::uint64_t killed(const MatrixRow& row, const Property& property) {
  for (std::size_t at = 0; at < kProperties; ++at) {
    if (all_properties()[at] == &property) return row.killed_after[at];
  }
  return 0;
}

TEST(KillMatrix, TellsBugsFromCorrectVariants) {
  const auto rows = matrix(
      {"segment-no-boundary", "segment-correct-memcmp", "segment-crash-on-root", "exact-mutant-7"},
      quick());
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_TRUE(rows[0].found());
  EXPECT_NE(killed(rows[0], kContainment), 0U);
  EXPECT_NE(killed(rows[0], kBoundary), 0U);
  EXPECT_EQ(killed(rows[0], kDeterminism), 0U);
  EXPECT_FALSE(is_killed(rows[1]));
  EXPECT_EQ(rows[2].property, "totality");
  EXPECT_NE(killed(rows[2], kTotality), 0U);
  EXPECT_TRUE(survives_rightly(rows[3]));
  EXPECT_TRUE(judge(rows, all_properties(), false).empty());
}

TEST(KillMatrix, DoesNotDependOnHowManyWorkAtIt) {
  const std::vector<std::string> names = {"segment-no-boundary", "exact-starts", "subtree-mutant-1",
                                          "subtree-hang-on-double-dot", "regex-field-open-end"};
  MatrixOptions options = quick();
  const auto alone = matrix({names[0], names[3], names[4]}, options);
  options.jobs = 2;
  const auto together = matrix({names[0], names[3], names[4]}, options);
  EXPECT_EQ(matrix_json({alone, {}, {}, 1, 0, false}),
            matrix_json({together, {}, {}, 1, 0, false}));
}

TEST(KillMatrix, CreditsNobodyForTheEmptyPattern) {
  MatrixOptions options = quick();
  const auto rows = matrix({"segment-no-boundary", "segment-crash-on-root"}, options);
  const auto patterns = rows[0].content.patterns.views();
  EXPECT_EQ(std::find(patterns.begin(), patterns.end(), ""), patterns.end());
}

}  // namespace
}  // namespace overmatch::kill_matrix_test
