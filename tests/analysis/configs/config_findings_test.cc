// SPDX-License-Identifier: Apache-2.0
// Entries of configs that others leave nothing of.
#include "analysis/configs/config_findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/configs/audit_config.h"
#include "analysis/configs/formats/read_config.h"
#include "tests/analysis/trees.h"

namespace overmatch::config_findings_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "WHY: MODULES" of each dead entry.
std::vector<std::string> dead(const std::string& config) {
  Model model;
  model.tree = tree_of({"a", "a.q_proj", "a.k_proj", "b", "b.q_proj"});
  const TreeIndex index(model.tree);
  const ConfigAudit audit =
      audit_lists(index, PathTemplates(index), read_config(config, "f"), model, std::nullopt);
  std::vector<std::string> out;
  for (const AuditFinding& each : audit.audit.findings) {
    if (each.kind != AuditKind::dead) continue;
    EXPECT_EQ(each.severity, Severity::warning);
    std::string text = each.why + ":";
    for (const std::string& path : paths_of(index, each.modules)) text += " " + path;
    out.push_back(text);
  }
  return out;
}

TEST(TakenEntries, AreThoseOfWhichExclusionsLeaveNothing) {
  EXPECT_THAT(dead("targets: ['re:.*q_proj', 're:.*k_proj']\nignore: ['re:.*k_proj']\n"),
              ElementsAre("\"re:.*k_proj\" selects nothing in the end: ignore \"re:.*k_proj\" "
                          "leaves out all that it matches: a.k_proj"));
  EXPECT_THAT(dead("targets: ['re:.*q_proj', 're:.*k_proj']\nignore: [a.q_proj]\n"), IsEmpty());
}

TEST(TakenEntries, AreJudgedByWhatAnEntryDecides) {
  const std::string groups =
      "config_groups:\n  x: {targets: [a.q_proj]}\n  y: {targets: ['re:.*q_proj']}\n";
  EXPECT_THAT(dead(groups + "ignore: [b.q_proj]\n"),
              ElementsAre("\"re:.*q_proj\" selects nothing in the end: ignore \"b.q_proj\" leaves "
                          "out all that it matches: b.q_proj"));
  EXPECT_THAT(dead(groups + "ignore: [a.k_proj]\n"), IsEmpty());
}

TEST(TakenEntries, AreThoseThatALaterGroupHas) {
  EXPECT_THAT(dead("config_groups:\n  x: {targets: ['re:.*q_proj']}\n"
                   "  y: {targets: ['re:.*q_proj', 're:.*k_proj']}\n"),
              ElementsAre("\"re:.*q_proj\" of \"x\" decides nothing: \"y\" has the same entry, and "
                          "the last one counts:"));
  EXPECT_THAT(dead("config_groups:\n  x: {targets: ['re:.*q_proj']}\n"
                   "  y: {targets: ['re:.*k_proj']}\n"),
              IsEmpty());
}

}  // namespace
}  // namespace overmatch::config_findings_test
