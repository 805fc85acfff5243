// SPDX-License-Identifier: Apache-2.0
// Entries of target_modules of which other members leave nothing, and those of which they leave
// some.
#include "analysis/peft/dead_targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/audit/findings.h"

namespace overmatch::dead_targets_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> kTree = {"model",
                                        "model.layers",
                                        "model.layers.0",
                                        "model.layers.0.q_proj",
                                        "model.layers.0.v_proj",
                                        "model.layers.1",
                                        "model.layers.1.q_proj",
                                        "model.layers.1.v_proj",
                                        "lm_head"};

// "SEVERITY: WHY: MODULES" of each dead entry.
std::vector<std::string> dead(const std::string& members) {
  const ModuleTree tree = tree_of(kTree);
  std::vector<std::string> out;
  for (const auto& each : findings_test::in_peft(
           tree, R"({"peft_type": "LORA", "peft_version": "0.21.2", )" + members + "}",
           AuditKind::dead)) {
    std::string text = each.severity + ": " + each.why + ":";
    for (const std::string& path : each.modules) text += " " + path;
    out.push_back(text);
  }
  return out;
}

TEST(DeadTargets, AreFoundUnderExclusions) {
  EXPECT_THAT(dead(R"("target_modules": ["q_proj", "v_proj"], "exclude_modules": ["v_proj"])"),
              ElementsAre("warning: \"v_proj\" adapts nothing: exclude_modules \"v_proj\" excludes "
                          "all that it selects: model.layers.0.v_proj model.layers.1.v_proj"));
  EXPECT_THAT(
      dead(R"("target_modules": ["q_proj", "v_proj"], "exclude_modules": ["layers.0.v_proj"])"),
      IsEmpty())
      << "some is left";
}

TEST(DeadTargets, AreFoundUnderLayers) {
  EXPECT_THAT(
      dead(R"("target_modules": ["q_proj", "layers.1.v_proj"], "layers_to_transform": [0])"),
      ElementsAre("warning: \"layers.1.v_proj\" adapts nothing: layers_to_transform names no layer "
                  "that it selects modules in: model.layers.1.v_proj"));
  EXPECT_THAT(dead(R"("target_modules": ["q_proj", "v_proj"], "layers_to_transform": [0])"),
              IsEmpty());
}

// An overlap says it: peft_findings_test.cc.
TEST(DeadTargets, AreNotThoseThatAreSaved) {
  EXPECT_THAT(dead(R"("target_modules": ["q_proj", "lm_head"], "modules_to_save": ["lm_head"])"),
              IsEmpty());
}

TEST(DeadTargets, AreNotThoseThatSelectNothing) {
  EXPECT_THAT(dead(R"("target_modules": ["q_proj", "nothing"], "exclude_modules": ["nothing"])"),
              IsEmpty());
}

}  // namespace
}  // namespace overmatch::dead_targets_test
