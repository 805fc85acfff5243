// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/trainable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "names/input_error.h"
#include "tests/analysis/trees.h"
#include "tests/support/message_of.h"

namespace overmatch::trainable_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> kModel = {"model", "model.q", "model.v", "model.v.inner", "head"};

TEST(Trainable, WhatAPlanTrains) {
  const ModuleTree tree = tree_of(kModel);
  const TreeIndex index(tree);
  TrainingPlan peft;
  peft.peft = true;
  peft.adapted = {index.find("model.q")};
  peft.whole = {index.find("head")};
  const TrainingPlan plain = plan_of({index.find("model.v")});
  const struct {
    const TrainingPlan* plan;
    const char* name;
    std::optional<bool> trains;
  } rows[] = {
      {&plain, "model.v.weight", true},
      {&plain, "model.v.inner.weight", true},
      {&plain, "model.q.weight", false},
      {&plain, "module.model.v.weight", true},
      {&plain, "model._orig_mod.v.weight", true},
      {&plain, "elsewhere.weight", std::nullopt},
      {&peft, "base_model.model.model.q.lora_A.default.weight", true},
      {&peft, "base_model.model.model.q.base_layer.weight", false},
      {&peft, "base_model.model.model.v.lora_B.default.weight", false},
      {&peft, "base_model.model.model.v.weight", false},
      {&peft, "base_model.model.head.modules_to_save.default.weight", true},
      {&peft, "base_model.model.head.original_module.weight", false},
      {&peft, "module.base_model.model.head.modules_to_save.default.weight", true},
      {&peft, "head.weight", true},
      {&peft, "model.q.lora_embedding_A.default", true},
  };
  for (const auto& row : rows)
    EXPECT_EQ(would_train(index, *row.plan, row.name), row.trains) << row.name;
  peft.bias = "lora_only";
  EXPECT_EQ(would_train(index, peft, "base_model.model.model.q.base_layer.bias"), true);
  EXPECT_EQ(would_train(index, peft, "base_model.model.model.v.bias"), false);
  peft.bias = "all";
  EXPECT_EQ(would_train(index, peft, "base_model.model.model.v.bias"), true);
  peft.frozen = {"model.v.bias"};
  EXPECT_EQ(would_train(index, peft, "base_model.model.model.v.bias"), false);
  EXPECT_EQ(would_train(index, peft, "base_model.model.model.q.base_layer.bias"), true);
}

TEST(Trainable, AModelsOwnPromptEncoder) {
  TrainingPlan plan;
  plan.peft = true;
  const ModuleTree sam = tree_of({"", "prompt_encoder", "prompt_encoder.conv"});
  EXPECT_EQ(would_train(TreeIndex(sam), plan, "prompt_encoder.conv.weight"), false);
  const ModuleTree other = tree_of({"", "a"});
  EXPECT_EQ(would_train(TreeIndex(other), plan, "prompt_encoder.default.embedding.weight"), true);
}

// The module of a parameter with an adapter is one of PEFT's layers, too.
TEST(Trainable, TheBiasBesideAnAdaptedParameter) {
  const ModuleTree tree = tree_of(kModel);
  const TreeIndex index(tree);
  PeftEffect effect;
  effect.adapted_parameters = {"model.q.weight"};
  effect.holders = {index.find("model.q")};
  const TrainingPlan plan =
      plan_of(effect, parse_peft_config(R"({"target_modules": [], "bias": "lora_only"})", "c"));
  EXPECT_EQ(would_train(index, plan, "model.q.bias"), true);
  EXPECT_EQ(would_train(index, plan, "model.v.bias"), false);
}

// PEFT freezes what is inside of the children of the root, and nothing else.
TEST(Trainable, APromptLeavesTheParametersOfTheRoot) {
  const ModuleTree tree = tree_of({"", "a"});
  const TreeIndex index(tree);
  const auto plan = [](const char* config) {
    return plan_of(PeftEffect(), parse_peft_config(config, "c"));
  };
  const TrainingPlan prompt = plan(R"({"peft_type": "PROMPT_TUNING"})");
  EXPECT_EQ(would_train(index, prompt, "scale"), true);
  EXPECT_EQ(would_train(index, prompt, "a.scale"), false);
  EXPECT_EQ(would_train(index, plan(R"({"peft_type": "LORA"})"), "scale"), false);
}

TEST(Trainable, ComparesWithARun) {
  const ModuleTree tree = tree_of(kModel);
  const TreeIndex index(tree);
  TrainingPlan plan;
  plan.peft = true;
  plan.adapted = {index.find("model.q"), index.find("model.v")};
  plan.whole = {index.find("head")};
  std::vector<AuditFinding> findings;
  const TrainableFacts facts =
      compare_trainable(index, plan,
                        {{"base_model.model.model.q.lora_A.default.weight", true},
                         {"base_model.model.model.q.base_layer.weight", true},
                         {"base_model.model.head.modules_to_save.default.weight", false},
                         {"base_model.model.head.original_module.weight", false},
                         {"foreign.weight", false}},
                        findings);
  EXPECT_EQ(facts.parameters, 5U);
  EXPECT_EQ(facts.planned, 2U);
  EXPECT_EQ(facts.trainable, 2U);
  ASSERT_EQ(findings.size(), 4U);
  EXPECT_EQ(findings[0].kind, AuditKind::escape);
  EXPECT_THAT(findings[0].parameters, ElementsAre("base_model.model.model.q.base_layer.weight"));
  EXPECT_EQ(findings[1].kind, AuditKind::unmatched);
  EXPECT_THAT(findings[1].parameters,
              ElementsAre("base_model.model.head.modules_to_save.default.weight"));
  EXPECT_THAT(findings[2].parameters, ElementsAre("foreign.weight"));
  EXPECT_THAT(paths_of(index, findings[3].modules), ElementsAre("model.v"))
      << "no adapter in the run";
  findings.clear();
  (void)compare_trainable(index, plan_of({index.find("head")}),
                          {{"head.weight", true}, {"model.q.weight", false}}, findings);
  EXPECT_THAT(findings, testing::IsEmpty());
}

TEST(Trainable, AnAdapterInsideOfASavedModuleIsAPartOfItsCopy) {
  const ModuleTree tree = tree_of(kModel);
  const TreeIndex index(tree);
  TrainingPlan plan;
  plan.peft = true;
  plan.adapted = {index.find("model.q"), index.find("model.v.inner")};
  plan.whole = {index.find("model.v")};
  const auto counted = [&] {
    std::vector<AuditFinding> findings;
    (void)compare_trainable(
        index, plan,
        {{"base_model.model.model.v.modules_to_save.default.inner.weight", true},
         {"base_model.model.model.q.lora_A.default.weight", true}},
        findings);
    return findings.size();
  };
  EXPECT_EQ(counted(), 0U);
  plan.adapted.insert(plan.adapted.begin(), index.find("head"));
  sort_modules(plan.adapted, index.size());
  EXPECT_EQ(counted(), 1U) << "head has no adapter";
}

// What is wrong with a run in which model.q should have an adapter and head be trained whole.
std::string faults_of(const std::vector<DumpedParameter>& dump) {
  const ModuleTree tree = tree_of(kModel);
  const TreeIndex index(tree);
  TrainingPlan plan;
  plan.peft = true;
  plan.adapted = {index.find("model.q")};
  plan.whole = {index.find("head")};
  std::vector<AuditFinding> findings;
  static_cast<void>(compare_trainable(index, plan, dump, findings));
  std::string faults;
  for (const AuditFinding& finding : findings) {
    if (!faults.empty()) faults += "; ";
    faults += finding.why.substr(0, finding.why.find_first_of(",:"));
    for (const std::string& name : finding.parameters) faults += " " + name;
    for (const std::string& path : paths_of(index, finding.modules)) faults += " " + path;
  }
  return faults;
}

TEST(Trainable, KnowsTheAdaptersOfEveryTuner) {
  const DumpedParameter q{"base_model.model.model.q.base_layer.weight", false};
  const DumpedParameter v{"base_model.model.model.v.base_layer.weight", false};
  const struct {
    const char* what;
    std::vector<DumpedParameter> dump;
    const char* faults;
  } rows[] = {
      {"a tuner that no table knows", {q, {"base_model.model.model.q.new_x.default", true}}, ""},
      {"the same, frozen",
       {q, {"base_model.model.model.q.new_x.default", false}},
       "are frozen base_model.model.model.q.new_x.default"},
      {"AdaLoRA counts with a parameter",
       {q,
        {"base_model.model.model.q.lora_E.default", true},
        {"base_model.model.model.q.ranknum.default", false}},
       ""},
      {"a second adapter is not active",
       {q,
        {"base_model.model.model.q.lora_A.default.weight", true},
        {"base_model.model.model.q.lora_A.other.weight", false}},
       ""},
      {"an adapter that nothing selects",
       {q,
        v,
        {"base_model.model.model.q.new_x.default", true},
        {"base_model.model.model.v.new_x.default", true}},
       "train base_model.model.model.v.new_x.default"},
      {"VB-LoRA keeps a bank",
       {q,
        {"base_model.vblora_vector_bank.default", true},
        {"base_model.model.model.q.vblora_logits_A.default", true}},
       ""},
      {"below a module without base_layer",
       {{"base_model.model.model.v.new_x.default", true}},
       "belong to no module of the tree base_model.model.model.v.new_x.default"},
      {"prompts, and a base model that is base_model",
       {{"prompt_encoder.default.embedding.weight", true},
        {"base_model.model.q.weight", false},
        {"base_model.head.weight", true}},
       ""},
      {"prompts, and the base model trains",
       {{"module.prompt_encoder.default.embedding.weight", true},
        {"module.base_model.model.q.weight", true}},
       "train module.base_model.model.q.weight"},
      {"frozen prompts",
       {{"prompt_encoder.default.embedding.weight", false}},
       "are frozen prompt_encoder.default.embedding.weight"},
      {"a copy of a second adapter is frozen",
       {{"base_model.model.head.modules_to_save.default.weight", true},
        {"base_model.model.head.modules_to_save.other.weight", false},
        {"base_model.model.head.modules_to_save.default.bias", false}},
       "are frozen base_model.model.head.modules_to_save.default.bias"},
  };
  for (const auto& row : rows) EXPECT_EQ(faults_of(row.dump), row.faults) << row.what;
}

TEST(Trainable, TakesTheRoleThatARunningModelTells) {
  using enum ParameterRole;
  const struct {
    const char* what;
    std::vector<DumpedParameter> dump;
    const char* faults;
  } rows[] = {
      {"an adapter", {{"x.q.odd", true, adapter, "model.q", 0}}, ""},
      {"one that nothing selects",
       {{"x.v.odd", true, adapter, "model.v", 0}, {"x.q.odd", true, adapter, "model.q", 0}},
       "train x.v.odd"},
      {"a parameter of the model", {{"x.q.odd", true, own, "model.q", 0}}, "train x.q.odd"},
      {"what PEFT adds", {{"x.prompt", true, added, "", 0}}, ""},
      {"a module that is not there",
       {{"x.y", true, own, "y", 0}},
       "belong to no module of the tree x.y"},
      {"one tensor under two names",
       {{"x.v.weight", true, own, "model.v", 1}, {"x.head.weight", true, own, "head", 1}},
       ""},
      {"two tensors",
       {{"x.v.weight", true, own, "model.v", 2}, {"x.head.weight", true, own, "head", 1}},
       "train x.v.weight"},
  };
  for (const auto& row : rows) EXPECT_EQ(faults_of(row.dump), row.faults) << row.what;
  EXPECT_EQ(parse_role("added"), added);
  EXPECT_EQ(parse_role("other"), std::nullopt);
}

TEST(Trainable, Refusals) {
  const auto refusal = [](const char* text) {
    return message_of([&] { (void)parse_trainable(text, "d.json"); });
  };
  EXPECT_THAT(refusal("[]"), HasSubstr("must be an object"));
  EXPECT_THAT(refusal("{}"), HasSubstr("no parameters"));
  EXPECT_THAT(refusal(R"({"a.weight": 1})"), HasSubstr("must be true or false"));
  EXPECT_THAT(refusal(R"({"a..weight": true})"), HasSubstr("malformed"));
  EXPECT_THAT(refusal(R"({"a.w": true, "a.w": false})"), HasSubstr("twice"));
  EXPECT_THAT(refusal("{"), HasSubstr("d.json"));
}

}  // namespace
}  // namespace overmatch::trainable_test
