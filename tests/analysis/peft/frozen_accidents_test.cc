// SPDX-License-Identifier: Apache-2.0
// What an audit says of a run whose author has frozen what modules_to_save selects by accident.
#include "analysis/peft/frozen_accidents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/peft/peft_audit.h"
#include "tests/analysis/trees.h"

namespace overmatch::frozen_accidents_test {
namespace {

// The findings on a run, in words: "severity kind module …" or "severity kind parameter …".
std::vector<std::string> told(const std::string& config, const std::vector<std::string>& trained,
                              const std::vector<std::string>& frozen) {
  const ModuleTree tree = tree_of({"q", "head", "pre_head", "old_head"});
  const TreeIndex index(tree);
  const PeftConfig read = parse_peft_config(config, "config");
  PeftAudit all = audit_peft(index, PathTemplates(index), read, std::nullopt);
  std::vector<DumpedParameter> dump = {{"base_model.model.q.lora_A.default.weight", true}};
  const auto add = [&](const std::vector<std::string>& modules, bool trains) {
    for (const std::string& module : modules) {
      dump.push_back({"base_model.model." + module + ".original_module.weight", false});
      dump.push_back({"base_model.model." + module + ".modules_to_save.default.weight", trains});
    }
  };
  add(trained, true);
  add(frozen, false);
  TrainingPlan plan = plan_of(all.effect, read);
  plan.accidents = accidents_of(index, all.audit);
  const TrainableFacts facts = compare_trainable(index, plan, dump, all.audit.findings);
  settle_frozen(facts, all.audit);
  std::vector<std::string> lines;
  for (const AuditFinding& finding : all.audit.findings) {
    std::string line(to_string(finding.severity));
    line += " " + std::string(to_string(finding.kind));
    for (const std::string& path : paths_of(index, finding.modules)) line += " " + path;
    for (const std::string& name : finding.parameters) line += " " + name;
    lines.push_back(std::move(line));
    EXPECT_TRUE(finding.severity > Severity::note || finding.remedies.empty()) << lines.back();
  }
  return lines;
}

TEST(FrozenAccidents, AreNoFaultsOfTheRun) {
  const std::string head = R"({"target_modules": ["q"], "modules_to_save": ["head"]})";
  const std::string frozen = "error unmatched base_model.model.";
  const std::string copy = ".modules_to_save.default.weight";
  const struct {
    std::string config;
    std::vector<std::string> trained;
    std::vector<std::string> frozen;
    std::vector<std::string> told;
  } rows[] = {
      {head, {"head", "pre_head", "old_head"}, {}, {"error collision pre_head old_head"}},
      {head, {"head"}, {"pre_head", "old_head"}, {"note collision pre_head old_head"}},
      {head, {"head", "old_head"}, {"pre_head"}, {"error collision old_head"}},
      // An accident without parameters.
      {head, {"head"}, {"pre_head"}, {"note collision pre_head old_head"}},
      {head, {"head"}, {}, {"error collision pre_head old_head"}},
      // What is meant must train.
      {head,
       {},
       {"head", "pre_head", "old_head"},
       {"note collision pre_head old_head", frozen + "head" + copy}},
  };
  for (const auto& row : rows)
    EXPECT_EQ(told(row.config, row.trained, row.frozen), row.told) << row.config;
}

}  // namespace
}  // namespace overmatch::frozen_accidents_test
