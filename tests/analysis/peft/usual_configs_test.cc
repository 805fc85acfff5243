// SPDX-License-Identifier: Apache-2.0
// Usual configs on the models that they are for: no false alarm, a report on one screen, and advice
// that does what it says on every tree.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/peft/peft_advice.h"
#include "report/audit/audit_report.h"
#include "report/words.h"
#include "report/wrap.h"
#include "tests/analysis/trees.h"

namespace overmatch::usual_configs_test {
namespace {

constexpr std::size_t kScreenLines = 40;
constexpr std::size_t kScreenColumns = 100;

std::set<std::string> kinds_found(const Audit& audit) {
  std::set<std::string> kinds;
  for (const AuditFinding& finding : audit.findings) {
    if (finding.severity > Severity::note) kinds.insert(std::string(to_string(finding.kind)));
  }
  return kinds;
}

// A line to copy may be longer than the screen.
bool is_to_copy(const std::string& line) { return line.find("\": ") != std::string::npos; }

TEST(UsualConfigs, AreFoundFaultyOnlyWhereAMaintainerWouldChangeThem) {
  std::ifstream file(OVERMATCH_TEST_DATA "/data/usual-peft-configs.jsonl");
  std::string line;
  ASSERT_TRUE(std::getline(file, line)) << "the first line is about the file";
  std::size_t sound = 0;
  std::size_t faulty = 0;
  while (std::getline(file, line)) {
    SCOPED_TRACE(line);
    const auto row = nlohmann::json::parse(line);
    const TreeIndex index(shipped(row["tree"]));
    PeftAudit told = audit_peft(index, PathTemplates(index),
                                parse_peft_config(row["config"].dump(), "config"), std::nullopt);
    const std::set<std::string> expected = row["found"];
    EXPECT_EQ(kinds_found(told.audit), expected);
    ++(expected.empty() ? sound : faulty);

    AuditReport report;
    report.index = &index;
    report.audit = std::move(told.audit);
    report.effect = std::move(told.effect);
    EXPECT_EQ(is_found(report, std::nullopt), !expected.empty());
    std::istringstream text(report::wrapped(audit_text(report, false, false), kScreenColumns));
    std::size_t lines = 0;
    for (std::string shown; std::getline(text, shown); ++lines) {
      EXPECT_TRUE(report::columns(shown) <= kScreenColumns || is_to_copy(shown)) << shown;
    }
    EXPECT_LE(lines, kScreenLines);
  }
  EXPECT_GT(sound, 100U);
  EXPECT_GT(faulty, 10U);
}

// What vision, audio and the findings about single entries may cost; all else stays.
Selection may_go(const TreeIndex& index, const PathTemplates& templates, const Audit& audit) {
  Selection all;
  for (const AuditFinding& finding : audit.findings) {
    if (finding.severity == Severity::note) continue;
    if (finding.kind != AuditKind::ambiguity) {
      all = united(all, finding.modules);
      continue;
    }
    for (const Tower& tower : towers_of(index, templates, finding.modules)) {
      if (tower.modality == Modality::vision || tower.modality == Modality::audio)
        all = united(all, index.subtree(tower.root));
    }
  }
  return all;
}

TEST(UsualConfigs, AdviceDoesWhatItSaysOnEveryTree) {
  const char* const configs[] = {
      R"({"target_modules": ["q_proj", "v_proj"]})",
      R"({"target_modules": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj",
          "down_proj"], "modules_to_save": ["norm"]})",
      R"({"target_modules": ["q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"],
          "layers_to_transform": [0, 1]})",
      R"({"target_modules": ["query", "key", "value", "dense"],
          "modules_to_save": ["classifier", "score"]})",
      R"({"target_modules": ["q", "v", "to_q", "to_v", "qkv"], "exclude_modules": ["visual",
          "vision_tower", "vision_model"]})",
      R"({"target_modules": ["layers.1.self_attn.q_proj", "layers.1.mlp.fc1"],
          "modules_to_save": ["layer_norm1"]})",
      R"({"target_modules": ".*\\.(q|k|v)_proj", "exclude_modules": "vision_tower"})",
  };
  std::size_t advised = 0;
  for (const ModuleTree& tree : shipped_trees()) {
    if (tree.modules.size() > 5'000) continue;
    const TreeIndex index(tree);
    const PathTemplates templates(index);
    for (const char* const text : configs) {
      const PeftConfig config = parse_peft_config(text, "config");
      const PeftAudit before = audit_peft(index, templates, config, std::nullopt);
      if (before.audit.members.empty()) continue;
      SCOPED_TRACE(tree.name + " " + text);
      ++advised;
      PeftConfig followed = config;
      for (const MemberAdvice& advice : before.audit.members)
        set_names(followed, advice.member, {advice.list, advice.regex});
      ReadPatterns known;
      const PeftAudit after = find_in_peft(index, templates, followed, std::nullopt, known);
      EXPECT_TRUE(is_no_worse(before, after));
      const auto warnings = [](const Audit& audit) {
        return std::count_if(audit.findings.begin(), audit.findings.end(),
                             [](const auto& each) { return each.severity > Severity::note; });
      };
      EXPECT_LT(warnings(after.audit), warnings(before.audit));
      const Selection gone = without(before.effect.adapted, after.effect.adapted);
      EXPECT_EQ(without(gone, may_go(index, templates, before.audit)), Selection());
      EXPECT_EQ(without(after.effect.adapted, before.effect.adapted), Selection());
      const Selection unsaved = without(before.effect.saved, after.effect.saved);
      EXPECT_EQ(without(unsaved, may_go(index, templates, before.audit)), Selection());
      EXPECT_EQ(without(after.effect.saved, before.effect.saved), Selection());
    }
  }
  EXPECT_GT(advised, 50U);
}

}  // namespace
}  // namespace overmatch::usual_configs_test
