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
