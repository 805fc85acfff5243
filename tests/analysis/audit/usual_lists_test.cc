// SPDX-License-Identifier: Apache-2.0
// Usual lists on real models: how much an audit raises its voice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "analysis/audit/audit.h"
#include "analysis/peft/peft_audit.h"
#include "tests/analysis/trees.h"

namespace overmatch::usual_lists_test {
namespace {

std::vector<std::string> loud(const Audit& audit) {
  std::vector<std::string> kinds;
  for (const AuditFinding& each : audit.findings) {
    if (each.severity > Severity::note) kinds.emplace_back(to_string(each.kind));
  }
  std::sort(kinds.begin(), kinds.end());
  return kinds;
}

TEST(UsualLists, HaveTheFindingsThatAMaintainerWouldActOn) {
  std::ifstream file(OVERMATCH_TEST_DATA "/data/usual-lists.jsonl");
  std::string line;
  ASSERT_TRUE(std::getline(file, line)) << "the first line is about the file";
  std::vector<std::size_t> counts;
  while (std::getline(file, line)) {
    SCOPED_TRACE(line);
    const auto row = nlohmann::json::parse(line);
    const TreeIndex index(shipped(row["tree"]));
    const PathTemplates templates(index);
    const Audit audit =
        row.contains("config")
            ? audit_peft(index, templates, parse_peft_config(row["config"].dump(), "config"),
                         std::nullopt)
                  .audit
            : audit_patterns(index, templates, parse_mode(row["mode"].get<std::string>()).value(),
                             row["patterns"], std::nullopt);
    EXPECT_FALSE(row["why"].get<std::string>().empty());
    EXPECT_EQ(loud(audit), row["found"].get<std::vector<std::string>>());
    counts.push_back(loud(audit).size());
  }
  ASSERT_GE(counts.size(), 60U);
  std::sort(counts.begin(), counts.end());
  EXPECT_LE(counts[counts.size() / 2], 1U);
}

}  // namespace
}  // namespace overmatch::usual_lists_test
