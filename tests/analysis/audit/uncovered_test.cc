// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/audit/findings.h"

namespace overmatch::findings_test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

auto row(const char* severity, const std::string& why) {
  return AllOf(Field(&Found::severity, severity), Field(&Found::why, HasSubstr(why)));
}

const std::vector<std::string> kAttention = {"q_proj", "k_proj", "v_proj", "o_proj"};
const std::vector<std::string> kAll = {"q_proj",    "k_proj",  "v_proj",   "o_proj",
                                       "gate_proj", "up_proj", "down_proj"};

// Each layer has its attention under one name or another, and experts that are one module.
ModuleTree mixture(const std::string& output = "o_proj") {
  std::vector<std::string> paths = {"model", "model.layers"};
  for (int layer = 0; layer < 8; ++layer) {
    const std::string front = "model.layers." + std::to_string(layer);
    paths.insert(paths.end(), {front, front + ".mlp", front + ".mlp.gate", front + ".mlp.experts",
                               front + ".mlp.experts.act_fn", front + ".mlp.shared_expert_gate"});
    if (layer % 4 == 3) {
      paths.push_back(front + ".self_attn");
      for (const std::string name : {"q_proj", "k_proj", "v_proj", output.c_str(), "q_norm"})
        paths.push_back(front + ".self_attn." + name);
    } else {
      paths.push_back(front + ".linear_attn");
      for (const char* const name : {"in_proj_qkv", "in_proj_z", "out_proj", "conv1d", "norm"})
        paths.push_back(front + ".linear_attn." + name);
    }
  }
  return tree_of(paths);
}

TEST(Uncovered, NamesWhatStandsInTheOtherLayers) {
  EXPECT_THAT(in_list(shipped("bamba-9b"), Mode::segment, kAll, AuditKind::uncovered),
              ElementsAre(row("note",
                              "no entry reaches `mamba.in_proj` and `mamba.out_proj` of "
                              "layers 0-8, 10-17, 19-26, 28-31 of 32")));
  const auto found = in_list(mixture(), Mode::segment, kAttention, AuditKind::uncovered);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0], row("note",
                            "`linear_attn.in_proj_qkv`, `linear_attn.in_proj_z` and "
                            "`linear_attn.out_proj` of layers 0-2, 4-6 of 8"));
  EXPECT_THAT(found[0].modules, SizeIs(18));
}

TEST(Uncovered, IsSilentOnTheUsualChoices) {
  for (const auto& [tree, patterns] : std::vector<std::pair<const char*, std::vector<std::string>>>{
           {"qwen3-8b", {"q_proj", "v_proj"}},
           {"qwen3-8b", kAttention},
           {"qwen3-8b", kAll},
           {"qwen3-8b", {"gate_proj", "up_proj", "down_proj"}},
           {"deepseek-v3", kAll},
           {"bert-base-seqcls", {"query", "value"}},
           {"bert-base-seqcls", {"query", "key", "value", "dense"}},
           {"t5-small", {"q", "v"}},
           {"gpt2", {"c_attn"}},
           {"whisper-tiny", {"q_proj", "v_proj"}},
           {"llama-3.2-11b-vision", kAll},
           {"sd15-unet", {"to_q", "to_k", "to_v", "to_out.0"}},
           {"bamba-9b", {"q_proj", "k_proj", "v_proj", "o_proj", "in_proj", "out_proj"}}}) {
    EXPECT_THAT(in_list(shipped(tree), Mode::segment, patterns, AuditKind::uncovered), IsEmpty())
        << tree;
  }
}

TEST(Uncovered, NamesTheRestOfAListOfNearlyAll) {
  EXPECT_THAT(
      in_list(shipped("qwen3-8b"), Mode::segment,
              {"q_proj", "v_proj", "gate_proj", "up_proj", "down_proj"}, AuditKind::uncovered),
      ElementsAre(row("note",
                      "no entry reaches `self_attn.k_proj` and `self_attn.o_proj` "
                      "of all layers in `model.layers`")));
  EXPECT_THAT(in_peft(shipped("qwen3-8b"), R"({"target_modules": ["q_proj", "v_proj", "gate_proj",
                      "up_proj", "down_proj"], "exclude_modules": ["k_proj", "o_proj"]})",
                      AuditKind::uncovered),
              IsEmpty())
      << "excluded by name";
}

TEST(Uncovered, NamesExpertsThatAreParameters) {
  const auto experts = row("note",
                           "no entry reaches `mlp.experts` of all layers in `model.layers`: "
                           "it holds the weights of the experts as parameters");
  EXPECT_THAT(in_list(mixture(), Mode::segment, kAll, AuditKind::uncovered),
              ElementsAre(row("note", "linear_attn"), experts));
  EXPECT_THAT(in_list(mixture(), Mode::segment,
                      {"q_proj", "in_proj_qkv", "out_proj", "experts", "in_proj_z", "up_proj"},
                      AuditKind::uncovered),
              IsEmpty());
  const std::string peft = R"("peft_type": "LORA", "target_modules": ["q_proj", "in_proj_qkv",
      "in_proj_z", "out_proj", "up_proj"])";
  EXPECT_THAT(in_peft(mixture(), "{" + peft + "}", AuditKind::uncovered),
              ElementsAre(row("note", "which only target_parameters selects")));
  EXPECT_THAT(in_peft(mixture(), "{" + peft + R"(, "target_parameters": ["experts.up_proj"]})",
                      AuditKind::uncovered),
              IsEmpty());
}

TEST(Uncovered, WarnsOfARegexWithTheNamesOfAnotherFamily) {
  EXPECT_THAT(in_list(mixture("out_proj"), Mode::regex,
                      {"model\\.layers\\.\\d+\\.self_attn\\.(q|k|v|o)_proj"}, AuditKind::uncovered),
              testing::Contains(row("warning",
                                    "spells names that this model does not have: it "
                                    "calls them `self_attn.out_proj`")));
  for (const char* const regex :
       {".*_proj", ".*\\.self_attn\\..*", "model\\.layers\\.\\d+\\.self_attn\\.(q|k|v|out)_proj"}) {
    for (const Found& each :
         in_list(mixture("out_proj"), Mode::regex, {regex}, AuditKind::uncovered))
      EXPECT_EQ(each.severity, "note") << regex << each.why;
  }
}

}  // namespace
}  // namespace overmatch::findings_test
