// SPDX-License-Identifier: Apache-2.0
// What the lists of configs select: by name, by class and by parameter, without what others
// exclude.
#include "analysis/configs/audit_config.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "analysis/configs/formats/read_config.h"
#include "tests/support/message_of.h"

namespace overmatch {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kNamesTree = "model\nmodel.q_proj\nmodel.k_proj\nmodel.norm\nlm_head\n";
constexpr const char* kTypedTree =
    "{\"overmatch_tree\": 1, \"bases\": {\"my.Head\": [\"torch.nn.modules.linear.Linear\"]}}\n"
    "{\"module\": \"\", \"class\": \"my.Model\"}\n"
    "{\"module\": \"model\", \"class\": \"my.Inner\"}\n"
    "{\"module\": \"model.q_proj\", \"class\": \"torch.nn.modules.linear.Linear\","
    " \"parameters\": {\"weight\": [4, 4], \"bias\": [4]}}\n"
    "{\"module\": \"model.k_proj\", \"class\": \"torch.nn.modules.linear.Linear\","
    " \"parameters\": {\"weight\": [4, 4]}}\n"
    "{\"module\": \"model.norm\", \"class\": \"my.Norm\", \"parameters\": {\"weight\": [4]}}\n"
    "{\"module\": \"lm_head\", \"class\": \"my.Head\", \"parameters\": {\"weight\": [9, 4]}}\n";

struct AuditedConfig {
  Model model;
  TreeIndex index;
  PathTemplates templates;
  ReadConfig config;
  ConfigAudit audit;

  AuditedConfig(const char* tree, const std::string& text)
      : model(parse_model(tree, "tree")),
        index(model.tree),
        templates(index),
        config(read_config(text, "f")),
        audit(audit_lists(index, templates, config, model, std::nullopt)) {}

  [[nodiscard]] std::vector<std::string> paths(const Selection& selection) const {
    std::vector<std::string> out;
    for (const std::uint32_t module : selection) out.emplace_back(index.path(module));
    return out;
  }
  [[nodiscard]] std::vector<std::string> selected(std::size_t at) const {
    return paths(audit.audit.patterns.at(at).selected);
  }
  [[nodiscard]] std::vector<std::string> results() const {
    std::vector<std::string> out;
    for (const ConfigResult& each : audit.results) {
      std::string text = each.what + (each.label ? " " + *each.label : "") + ":";
      for (const std::string& path : paths(each.modules)) text += " " + path;
      out.push_back(text);
    }
    return out;
  }
};

constexpr const char* kCompressedConfig =
    "config_groups:\n  g:\n    targets: [Linear]\nignore: [lm_head]\n";

TEST(AuditConfig, ClassesAreJudgedWhereTheyAreKnown) {
  const AuditedConfig typed(kTypedTree, kCompressedConfig);
  EXPECT_THAT(typed.selected(0), ElementsAre("model.q_proj", "model.k_proj", "lm_head"));
  EXPECT_THAT(typed.results(),
              ElementsAre("quantized: model.q_proj model.k_proj", "left out: lm_head"));
  EXPECT_THAT(typed.audit.not_judged, IsEmpty());

  const AuditedConfig names(kNamesTree, kCompressedConfig);
  EXPECT_THAT(names.audit.audit.patterns, SizeIs(1)) << "lm_head alone";
  ASSERT_THAT(names.audit.not_judged, SizeIs(1));
  EXPECT_EQ(names.audit.not_judged[0].what, "by class, not checked: \"Linear\"");
  EXPECT_EQ(names.audit.not_judged[0].needs, "classes");
  EXPECT_THAT(names.results(), IsEmpty()) << "a class may select anything";
}

TEST(AuditConfig, NamesThatAreNoClassesAreJudgedWithoutThem) {
  const AuditedConfig names(kNamesTree,
                            "config_groups:\n  g:\n    targets: ['re:.*_proj', nothing]\n");
  EXPECT_THAT(names.audit.not_judged, IsEmpty());
  EXPECT_THAT(names.selected(0), ElementsAre("model.q_proj", "model.k_proj"));
  EXPECT_THAT(names.selected(1), IsEmpty());
  EXPECT_THAT(names.audit.audit.findings,
              Contains(testing::Field(&AuditFinding::kind, AuditKind::unmatched)));
}

TEST(AuditConfig, ClassesComeAfterNamesInGroups) {
  const AuditedConfig typed(kTypedTree,
                            "config_groups:\n  a:\n    targets: [Linear]\n"
                            "  b:\n    targets: ['re:.*q_proj', Norm]\n");
  EXPECT_THAT(typed.results(), ElementsAre("quantized a: model.k_proj lm_head",
                                           "quantized b: model.q_proj model.norm"));
  const EntryDecision& linear = *typed.audit.audit.patterns.at(0).decision;
  ASSERT_THAT(linear.beaten_by, SizeIs(1));
  EXPECT_EQ(linear.beaten_by[0].pattern, 1U);
  EXPECT_THAT(typed.paths(linear.beaten_by[0].modules), ElementsAre("model.q_proj"));
}

TEST(AuditConfig, WhatIsConvertedUnlessAListExcludesIt) {
  const char* const text =
      R"({"quant_method": "bitsandbytes", "llm_int8_skip_modules": ["lm_head"]})";
  EXPECT_THAT(AuditedConfig(kTypedTree, text).results(),
              ElementsAre("left as is: lm_head", "converted: model.q_proj model.k_proj"));
  const AuditedConfig names(kNamesTree, text);
  EXPECT_THAT(names.results(), ElementsAre("left as is: lm_head"));
  EXPECT_THAT(names.audit.notes, ElementsAre(HasSubstr("this tree has no classes")));
}

TEST(AuditConfig, AMemberThatTakesAllLinearLayersNeedsClasses) {
  const char* const text = "match_all_linear: true\n";
  EXPECT_THAT(AuditedConfig(kTypedTree, text).results(),
              ElementsAre("given an adapter: model.q_proj model.k_proj lm_head"));
  const AuditedConfig names(kNamesTree, text);
  ASSERT_THAT(names.audit.not_judged, SizeIs(1));
  EXPECT_EQ(names.audit.not_judged[0].member, "match_all_linear");
}

TEST(AuditConfig, ParametersAreMatchedByTheirNames) {
  const AuditedConfig typed(kTypedTree,
                            "unfrozen_parameters: ['model.q_proj.b', '^lm_head.weight$']\n");
  EXPECT_THAT(*typed.audit.audit.patterns.at(0).parameters, ElementsAre("model.q_proj.bias"));
  EXPECT_THAT(typed.selected(0), ElementsAre("model.q_proj"));
  EXPECT_EQ(typed.audit.audit.patterns.at(1).pattern, "^lm_head.weight$");
  EXPECT_THAT(typed.selected(1), ElementsAre("lm_head"));
  EXPECT_THAT(typed.audit.notes, IsEmpty());
  // A tree of modules says nothing of the bias, and what is assumed is said.
  const AuditedConfig names(kNamesTree,
                            "unfrozen_parameters: ['model.q_proj.b', '^lm_head.weight$']\n");
  EXPECT_THAT(names.selected(0), IsEmpty());
  EXPECT_THAT(names.selected(1), ElementsAre("lm_head"));
  EXPECT_THAT(names.audit.notes, ElementsAre(HasSubstr("lists no parameters")));
}

TEST(AuditConfig, AnAdapterPutsItsPrefixInFront) {
  const char* const plain = "unfrozen_parameters: ['^lm_head']\n";
  EXPECT_THAT(AuditedConfig(kTypedTree, plain).selected(0), ElementsAre("lm_head"));
  const AuditedConfig adapted(kTypedTree, std::string("adapter: lora\n") + plain);
  EXPECT_THAT(adapted.selected(0), IsEmpty());
  EXPECT_THAT(adapted.audit.audit.findings,
              Contains(testing::Field(&AuditFinding::why,
                                      HasSubstr("the names begin with `base_model.model.`"))));
  const AuditedConfig meant(kTypedTree,
                            "adapter: lora\nunfrozen_parameters: ['base_model.model.lm_head']\n");
  EXPECT_THAT(meant.selected(0), ElementsAre("lm_head"));
}

TEST(AuditConfig, ADotBeforeAStarIsRemarkedOn) {
  const auto remarks = [](const char* text) {
    std::vector<std::string> out;
    const AuditedConfig audited(kTypedTree, text);
    for (const AuditFinding& each : audited.audit.audit.findings) {
      if (each.why.find("any number of dots") != std::string::npos) out.push_back(each.why);
    }
    return out;
  };
  EXPECT_THAT(remarks("unfrozen_parameters: ['^model.*']\n"), SizeIs(1));
  EXPECT_THAT(remarks("unfrozen_parameters: ['^model.*q_proj']\n"), SizeIs(1));
  EXPECT_THAT(remarks("unfrozen_parameters: ['^model.q_proj']\n"), IsEmpty());
}

TEST(AuditConfig, AStarInAListOfTransformersIsRemarkedOn) {
  const auto findings = [](const char* entry) {
    const AuditedConfig audited(
        kTypedTree, "quant_method: awq\nmodules_to_not_convert: ['" + std::string(entry) + "']\n");
    return audited.audit.audit.findings;
  };
  ASSERT_THAT(findings("model.*_proj"), SizeIs(1));
  EXPECT_EQ(findings("model.*_proj")[0].severity, Severity::note);
  EXPECT_THAT(findings("model.*_proj")[0].why, HasSubstr("vLLM compares the entry as text"));
  EXPECT_THAT(findings("model.q_proj"), IsEmpty());
}

TEST(AuditConfig, LinearNamesJoinTheTargetsOfAxolotl) {
  const AuditedConfig typed(kTypedTree, "lora_target_linear: true\nlora_target_modules: [norm]\n");
  const PeftConfig peft = peft_config_of(typed.index, typed.config, &*typed.model.facts);
  EXPECT_THAT(peft.target_modules.list, ElementsAre("norm", "k_proj", "q_proj"));
  const AuditedConfig names(kNamesTree, "lora_target_linear: true\n");
  EXPECT_EQ(peft_config_of(names.index, names.config, nullptr).target_modules.regex, "all-linear");
}

TEST(AuditConfig, ARejectedEntryIsNamedWithItsLine) {
  EXPECT_THAT(message_of([] {
                (void)AuditedConfig(kNamesTree,
                                    "config_groups:\n  g:\n    targets:\n      - 're:('\n");
              }),
              testing::AllOf(HasSubstr("line 4: config_groups.g.targets: "), HasSubstr("(")));
}

TEST(AuditConfig, LinesAndEntriesAreThoseOfTheFile) {
  const AuditedConfig names(kNamesTree,
                            "quant_method: awq\nmodules_to_not_convert:\n  - model\n  - lm_head\n");
  EXPECT_THAT(names.audit.lines, ElementsAre(3U, 4U));
  EXPECT_EQ(names.audit.audit.patterns.at(1).pattern, "lm_head");
  EXPECT_EQ(names.audit.audit.patterns.at(1).mode, Mode::transformers_skip);
}

}  // namespace
}  // namespace overmatch
