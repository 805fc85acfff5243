// SPDX-License-Identifier: Apache-2.0
// Sizes that tuners refuse. What the rows say of PEFT 0.21.2 was watched there, with torch 2.13.
#include "analysis/peft/rules/peft_sizes.h"

#include <gtest/gtest.h>

#include <set>

#include "analysis/peft/rules/peft_rules.h"
#include "tests/analysis/peft/peft_toy.h"

namespace overmatch::peft_sizes_test {
namespace {

// A model of one linear layer of these inputs and outputs.
peft_toy::Toy linear(std::int64_t inputs, std::int64_t outputs) {
  peft_toy::Toy toy;
  toy.tree.name = "linear";
  toy.add("", "toy.Toy");
  toy.add("layer", "torch.nn.modules.linear.Linear", {{"weight", {outputs, inputs}}});
  return toy;
}

// A model of one convolution from 4 channels to 8.
peft_toy::Toy convolution(std::int64_t groups) {
  peft_toy::Toy toy;
  toy.tree.name = "convolution";
  toy.add("", "toy.Toy");
  toy.add("layer", "torch.nn.modules.conv.Conv2d", {{"weight", {8, 4 / groups, 3, 3}}});
  if (groups != 1) toy.facts.groups.push_back({1, groups});
  return toy;
}

PeftEffect effect_of(const peft_toy::Toy& toy, const ModelFacts* facts, const std::string& type,
                     const std::string& members) {
  const std::string config = R"({"target_modules": ["layer"], "peft_type": ")" + type + "\"" +
                             (members.empty() ? "" : ", " + members) + "}";
  return apply_peft(TreeIndex(toy.tree), parse_peft_config(config, "c"), facts);
}

std::string refused(const peft_toy::Toy& toy, const std::string& type, const std::string& members) {
  const PeftEffect effect = effect_of(toy, &toy.facts, type, members);
  EXPECT_TRUE(effect.not_judged.empty()) << type << " " << members;
  return effect.refused ? effect.refused->member : "";
}

struct Row {
  const char* type;
  const char* members;
  const char* refused;  // the member; "" if PEFT takes it
};

TEST(PeftSizes, OfALinearLayerFrom24To36) {
  const Row rows[] = {
      {"C3A", R"("block_size": 12)", ""},
      {"C3A", R"("block_size": 24)", "block_size"},
      {"C3A", R"("block_size": 0)", "block_size"},
      {"VBLORA", R"("vector_length": 12)", ""},
      {"VBLORA", R"("vector_length": 8)", "vector_length"},
      {"VBLORA", "", "vector_length"},
      {"GRALORA", R"("gralora_k": 2)", ""},
      {"GRALORA", R"("gralora_k": 8)", "gralora_k"},
      {"GRALORA", R"("r": 6, "gralora_k": 4)", "r"},
      {"ROAD", R"("group_size": 18)", ""},
      {"ROAD", R"("group_size": 24)", "group_size"},
      {"ROAD", R"("group_size": 9)", "group_size"},
      {"ROAD", "", "group_size"},
      {"BOFT", R"("boft_block_size": 8)", ""},
      {"BOFT", R"("boft_block_size": 9)", "boft_block_size"},
      {"BOFT", R"("boft_block_size": 0, "boft_block_num": 3)", ""},
      {"BOFT", R"("boft_block_size": 0, "boft_block_num": 9)", "boft_block_num"},
      {"MISS", R"("r": 24)", ""},
      {"MISS", R"("r": 25)", "r"},
      {"MISS", R"("r": 25, "peft_version": "0.20.0")", ""},
      {"MISS", R"("r": 12, "init_weights": "bat")", ""},
      {"MISS", R"("r": 8, "init_weights": "bat")", "r"},
      {"MISS", R"("r": 8, "mini_r": 12, "init_weights": "mini")", ""},
      {"MISS", R"("r": 8, "mini_r": 8, "init_weights": "mini")", "mini_r"},
      {"PSOFT", R"("r": 24)", ""},
      {"PSOFT", R"("r": 25)", "r"},
      {"SHIRA", R"("r": 14)", ""},
      {"SHIRA", R"("r": 15)", "r"},
      {"FOURIERFT", R"("n_frequency": 864)", ""},
      {"FOURIERFT", R"("n_frequency": 865)", "n_frequency"},
      {"FOURIERFT", R"("n_frequency": 1e300)", "n_frequency"},
      {"FOURIERFT", "", "n_frequency"},
      {"FOURIERFT", R"("n_frequency": 0)", "n_frequency"},
      {"WAVEFT", R"("n_frequency": 864)", ""},
      {"WAVEFT", R"("n_frequency": 865)", "n_frequency"},
  };
  const peft_toy::Toy toy = linear(24, 36);
  std::set<std::string> tried;
  for (const Row& row : rows) {
    EXPECT_EQ(refused(toy, row.type, row.members), row.refused) << row.type << " " << row.members;
    tried.insert(row.type);
  }
  for (const char* const type : {"LORA", "HRA", "HIRA", "BONE"}) tried.insert(type);  // below
  for (const SizeRule& rule : size_rules())
    EXPECT_TRUE(tried.contains(std::string(rule.tuner))) << rule.tuner;
}

TEST(PeftSizes, InputsAndOutputsAreNotMistakenForEachOther) {
  EXPECT_EQ(refused(linear(36, 24), "C3A", R"("block_size": 24)"), "block_size");
  EXPECT_EQ(refused(linear(36, 24), "PSOFT", R"("r": 25)"), "r");
  EXPECT_EQ(refused(linear(36, 24), "MISS", R"("r": 25)"), "");
  EXPECT_EQ(refused(linear(36, 24), "ROAD", R"("group_size": 18)"), "group_size");
}

TEST(PeftSizes, Bone) {
  const peft_toy::Toy toy = linear(24, 36);
  EXPECT_EQ(refused(toy, "BONE", R"("r": 8, "peft_version": "0.18.1")"), "");
  EXPECT_EQ(refused(toy, "BONE", R"("r": 8, "init_weights": "bat", "peft_version": "0.18.1")"),
            "r");
  EXPECT_EQ(refused(toy, "BONE", R"("r": 8, "peft_version": "0.19.0")"), "peft_type");
}

TEST(PeftSizes, OfAConvolution) {
  struct Convolution {
    Row row;
    std::int64_t groups;
  };
  const Convolution rows[] = {
      {{"LORA", R"("r": 8)", ""}, 2},
      {{"LORA", R"("r": 7)", "r"}, 2},
      {{"LORA", R"("r": 7, "peft_version": "0.15.2")", ""}, 2},
      {{"LORA", R"("r": 7)", ""}, 1},
      {{"BOFT", R"("boft_block_size": 9)", ""}, 1},
      {{"BOFT", R"("boft_block_size": 8)", "boft_block_size"}, 1},
      {{"BOFT", R"("boft_block_size": 9)", "boft_block_size"}, 2},
      {{"HRA", R"("r": 4)", ""}, 1},
      {{"HRA", R"("r": 4)", "r"}, 2},
      {{"HIRA", R"("r": 4)", ""}, 1},
      {{"HIRA", R"("r": 4)", "r"}, 2},
      {{"LOHA", R"("r": 4)", ""}, 2},
  };
  for (const auto& [row, groups] : rows) {
    EXPECT_EQ(refused(convolution(groups), row.type, row.members), row.refused)
        << row.type << " " << row.members << " with groups " << groups;
  }
}

TEST(PeftSizes, AreLeftOpenWhereNothingTellsThem) {
  const peft_toy::Toy toy = linear(24, 36);
  const NotJudged unknown = {"block_size", "it must divide the sizes of all layers",
                             "parameter shapes"};
  EXPECT_EQ(effect_of(toy, nullptr, "C3A", R"("block_size": 24)").not_judged,
            std::vector<NotJudged>{unknown});
  EXPECT_TRUE(effect_of(toy, nullptr, "LORA", "").not_judged.empty());

  const PeftEffect pattern =
      effect_of(toy, &toy.facts, "C3A", R"("block_size": 24, "block_size_pattern": {"layer": 12})");
  EXPECT_FALSE(pattern.refused);
  ASSERT_EQ(pattern.not_judged.size(), 1U);
  EXPECT_EQ(pattern.not_judged[0].member, "block_size_pattern");

  const PeftEffect factor = effect_of(toy, &toy.facts, "BOFT", R"("boft_n_butterfly_factor": 2)");
  ASSERT_EQ(factor.not_judged.size(), 1U);
  EXPECT_EQ(factor.not_judged[0].member, "boft_n_butterfly_factor");
}

TEST(PeftSizes, AnotherReleaseMayLackTheTuner) {
  const peft_toy::Toy toy = linear(24, 36);
  EXPECT_EQ(refused(toy, "C3A", R"("block_size": 12, "peft_version": "0.15.2")"), "peft_type");
  EXPECT_EQ(refused(toy, "C3A", R"("block_size": 12, "peft_version": "0.16.0")"), "");
  EXPECT_EQ(refused(toy, "LORA", R"("peft_version": "0.6.2")"), "");
}

}  // namespace
}  // namespace overmatch::peft_sizes_test
