// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/tree/layer_stacks.h"
#include "tests/analysis/audit/findings.h"

namespace overmatch::findings_test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// The language model of Gemma 4 26B: every sixth layer reuses its keys as values
// (huggingface/peft#3658).
ModuleTree gemma_4(int layers = 30, int every = 6) {
  std::vector<std::string> paths = {"model", "model.layers"};
  for (int layer = 0; layer < layers; ++layer) {
    const std::string front = "model.layers." + std::to_string(layer);
    paths.insert(paths.end(), {front, front + ".self_attn", front + ".self_attn.q_proj",
                               front + ".self_attn.k_proj", front + ".self_attn.o_proj"});
    if (layer % every != every - 1) paths.push_back(front + ".self_attn.v_proj");
    paths.push_back(front + ".mlp");
    for (const char* const name : {"gate_proj", "up_proj", "down_proj"})
      paths.push_back(front + ".mlp." + name);
  }
  return tree_of(paths);
}

auto note(const std::string& why) {
  return AllOf(Field(&Found::severity, "note"), Field(&Found::why, HasSubstr(why)));
}
auto warning(const std::string& why) {
  return AllOf(Field(&Found::severity, "warning"), Field(&Found::why, HasSubstr(why)));
}

TEST(LayerStacks, AreTheOutermostNumberedLists) {
  const ModuleTree tree = tree_of({"a", "a.l", "a.l.0", "a.l.0.e", "a.l.0.e.0", "a.l.0.e.0.w",
                                   "a.l.0.e.1", "a.l.0.e.1.w", "a.l.0.e.2", "a.l.0.e.2.w", "a.l.1",
                                   "a.l.1.q", "a.l.2", "a.l.2.q", "b", "b.0", "b.0.q", "b.1"});
  const TreeIndex index(tree);
  const LayerStacks stacks(index);
  ASSERT_THAT(stacks.stacks(), SizeIs(1)) << "b has one layer with modules";
  EXPECT_THAT(paths_of(index, stacks.stacks()[0].layers), ElementsAre("a.l.0", "a.l.1", "a.l.2"));
  EXPECT_EQ(stacks.layer_of(index.find("a.l.0.e.2.w")), 0U);
  EXPECT_EQ(stacks.layer_of(index.find("a.l.2.q")), 2U);
  EXPECT_EQ(stacks.stack_of(index.find("a.l")), kNoStack);
  EXPECT_EQ(stacks.stack_of(index.find("b.0.q")), kNoStack);
}

TEST(LayerStacks, AreNamedInShort) {
  const ModuleTree tree = gemma_4();
  const TreeIndex index(tree);
  const LayerStacks stacks(index);
  const auto in_short = [&](std::vector<std::uint32_t> places) {
    return layers_in_short(index, stacks.stacks()[0], places);
  };
  EXPECT_EQ(in_short({0, 1, 2, 3, 4, 6, 12}), "0-4, 6, 12");
  EXPECT_EQ(in_short({3, 4}), "3, 4");
  EXPECT_EQ(in_short({}), "");
  EXPECT_EQ(in_short({0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20}),
            "0, 2, 4, 6, 8, 10, 12, 14, 16, 18, …");
}

TEST(Uneven, NamesTheLayersThatANameIsMissingIn) {
  for (const auto& patterns : std::vector<std::vector<std::string>>{
           {"q_proj", "v_proj"}, {"q_proj", "k_proj", "v_proj", "o_proj"}, {"v_proj"}}) {
    const auto uneven = in_list(gemma_4(), Mode::segment, patterns, AuditKind::uneven);
    ASSERT_THAT(uneven, ElementsAre(note("\"v_proj\" reaches 25 of 30 layers in `model.layers`, "
                                         "not 5, 11, 17, 23, 29: the other layers have no")));
    EXPECT_THAT(uneven[0].modules,
                ElementsAre("model.layers.5", "model.layers.11", "model.layers.17",
                            "model.layers.23", "model.layers.29"));
  }
  EXPECT_THAT(in_list(gemma_4(), Mode::regex, {".*\\.(q|k|v|o)_proj"}, AuditKind::uneven),
              SizeIs(1));
  EXPECT_THAT(in_list(gemma_4(3, 3), Mode::segment, {"q_proj", "v_proj"}, AuditKind::uneven),
              ElementsAre(note("reaches 2 of 3 layers in `model.layers`, not 2")));
}

TEST(Uneven, IsSilentWhereAllLayersHaveTheName) {
  for (const auto& patterns : std::vector<std::vector<std::string>>{
           {"q_proj", "k_proj", "o_proj"}, {"gate_proj"}, {"mlp.up_proj"}, {"lm_head"}}) {
    EXPECT_THAT(in_list(gemma_4(), Mode::segment, patterns, AuditKind::uneven), IsEmpty());
  }
  EXPECT_THAT(in_list(gemma_4(), Mode::subtree, {"model.layers"}, AuditKind::uneven), IsEmpty())
      << "whole layers miss nothing";
  for (const char* const tree : {"qwen3-8b", "llama-3.2-11b-vision", "deepseek-v3", "sd15-unet"}) {
    EXPECT_THAT(in_list(shipped(tree), Mode::segment,
                        {"q_proj", "k_proj", "v_proj", "o_proj", "up_proj", "to_q", "to_k"},
                        AuditKind::uneven),
                IsEmpty())
        << tree << ": every layer, or blocks that are each built in their own way";
  }
}

TEST(Uneven, IsOneNoteForAHybrid) {
  const std::vector<std::string> llama = {"q_proj",    "k_proj",  "v_proj",   "o_proj",
                                          "gate_proj", "up_proj", "down_proj"};
  EXPECT_THAT(
      in_list(shipped("bamba-9b"), Mode::segment, llama, AuditKind::uneven),
      ElementsAre(note("\"q_proj\", \"k_proj\", \"v_proj\" and \"o_proj\" reach only layers 9, 18, "
                       "27 of 32 in `model.layers`")));
  std::vector<std::string> both = llama;
  both.insert(both.end(), {"in_proj", "out_proj"});
  EXPECT_THAT(in_list(shipped("bamba-9b"), Mode::segment, both, AuditKind::uneven), IsEmpty())
      << "the others stand in for them: the author knows the model";
}

TEST(Uneven, LeavesOutWhatSpellsLayers) {
  for (const auto& [mode, pattern] : std::vector<std::pair<Mode, std::string>>{
           {Mode::segment, "layers.26.mlp.up_proj"},
           {Mode::segment, "layers.0.mlp.up_proj\nlayers.1.mlp.up_proj"},
           {Mode::regex, "model\\.layers\\.(5|11|17|23|29)\\.self_attn\\.q_proj"},
           {Mode::regex, ".*layers\\.2[0-9]\\.mlp\\..*"},
           {Mode::glob, "model.layers.1?.mlp.up_proj"}}) {
    const std::size_t end = pattern.find('\n');
    std::vector<std::string> patterns = {pattern.substr(0, end)};
    if (end != std::string::npos) patterns.push_back(pattern.substr(end + 1));
    EXPECT_THAT(in_list(gemma_4(), mode, patterns, AuditKind::uneven), IsEmpty()) << pattern;
  }
  EXPECT_THAT(in_peft(gemma_4(), R"({"target_modules": ["q_proj", "v_proj"],
                                     "layers_to_transform": [0, 1, 5]})",
                      AuditKind::uneven),
              IsEmpty());
  EXPECT_THAT(in_peft(gemma_4(), R"({"target_modules": ["q_proj"],
                                     "exclude_modules": ["layers.0.self_attn.q_proj"]})",
                      AuditKind::uneven),
              IsEmpty());
}

TEST(Uneven, AsksAboutTheFirstLayerAlone) {
  const auto uneven =
      in_list(gemma_4(), Mode::segment, {"layers.0.self_attn.q_proj", "layers.0.self_attn.k_proj"},
              AuditKind::uneven);
  ASSERT_THAT(uneven, ElementsAre(note("reaches only layer 0 of 30"))) << "told once";
  EXPECT_THAT(uneven[0].advice, ElementsAre("self_attn.q_proj"));
  EXPECT_THAT(in_list(gemma_4(3, 9), Mode::segment, {"layers.0.mlp.up_proj"}, AuditKind::uneven),
              ElementsAre(note("reaches only layer 0 of 3 in `model.layers`")));
  for (const char* const meant : {"model.layers.0.mlp.up_proj", "layers.5.mlp.up_proj"})
    EXPECT_THAT(in_list(gemma_4(), Mode::segment, {meant}, AuditKind::uneven), IsEmpty()) << meant;
}

TEST(Uneven, WarnsOfAQuestionMarkForANumber) {
  const auto uneven =
      in_list(gemma_4(), Mode::glob, {"model.layers.?.self_attn.q_proj"}, AuditKind::uneven);
  ASSERT_THAT(uneven, ElementsAre(warning("layers 10-29 of 30 are left out")));
  EXPECT_THAT(uneven[0].advice, ElementsAre("model.layers.*.self_attn.q_proj"));
  EXPECT_THAT(
      in_list(gemma_4(10), Mode::glob, {"model.layers.?.self_attn.q_proj"}, AuditKind::uneven),
      IsEmpty());
}

TEST(Uneven, TellsOfLayersInOneBranchOnly) {
  EXPECT_THAT(in_list(gemma_4(), Mode::regex,
                      {".*\\.layers\\.(5|11|17)\\.self_attn\\.q_proj|.*\\.mlp\\.up_proj"},
                      AuditKind::uneven),
              ElementsAre(note("\"q_proj\" in layers 5, 11, 17 of 30, but \"up_proj\" in all")));
  EXPECT_THAT(
      in_list(gemma_4(), Mode::regex,
              {".*\\.layers\\.(5|11|17)\\.(self_attn\\.q_proj|mlp\\.up_proj)"}, AuditKind::uneven),
      IsEmpty());
}

TEST(Uneven, LeavesOutWhatIsNoChoice) {
  for (const Mode mode : {Mode::compressed_tensors, Mode::transformers_skip, Mode::llama_cpp})
    EXPECT_THAT(in_list(gemma_4(), mode, {"re:.*v_proj", ".*v_proj"}, AuditKind::uneven), IsEmpty())
        << to_string(mode);
  EXPECT_THAT(in_peft(gemma_4(), R"({"target_modules": ["q_proj"], "modules_to_save": ["v_proj"],
                                     "rank_pattern": {"v_proj": 8}})",
                      AuditKind::uneven),
              IsEmpty());
}

}  // namespace
}  // namespace overmatch::findings_test
