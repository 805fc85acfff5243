// SPDX-License-Identifier: Apache-2.0
// Classes that PEFT adapts or refuses. That PEFT 0.21.2 does so was watched there.
#include "tests/analysis/peft/peft_rows.h"

namespace overmatch::peft_classes_test {
namespace {

using peft_rows::expect;
using peft_rows::in_words;
using peft_rows::Row;

// What LNTuning cannot copy.
TEST(PeftClasses, NormsThatPeftRefuses) {
  peft_toy::Toy toy = peft_toy::toy();
  toy.add("frozen", "toy.FrozenBatchNorm2d");
  toy.add("uneven", "torch.nn.modules.activation.MultiheadAttention", {{"q_proj_weight", {8, 8}}});
  const TreeIndex index(toy.tree);
  const std::string type = R"({"peft_type": "LN_TUNING", "target_modules": )";
  const auto said = [&](const std::string& rest) {
    return in_words(index, apply_peft(index, parse_peft_config(type + rest, "c"), &toy.facts));
  };
  EXPECT_EQ(said(R"(["norm"]})"), "layers.0.norm layers.1.norm");
  EXPECT_EQ(said(R"(["act", "norm"]})"), "refused target_modules") << "no parameters";
  EXPECT_EQ(said(R"(["frozen"]})"), "frozen; open target_modules the model itself");
  EXPECT_EQ(said(R"(["layers.0"]})"), "layers.0") << "a container";
  EXPECT_EQ(said(R"(["layers.0"], "peft_version": "0.17.1"})"), "refused target_modules");
  EXPECT_EQ(said(R"(["layers.0", "norm"]})"), "refused target_modules") << "one in the other";
  EXPECT_EQ(said(R"(["attn"]})"), "layers.0.attn layers.1.attn");
  EXPECT_EQ(said(R"(["uneven"]})"), "refused target_modules");
  expect({R"({"target_modules": ["uneven"]})", "refused target_modules"}, index, &toy.facts);
}

TEST(PeftClasses, LinearItself) {
  peft_toy::Toy toy = peft_toy::toy();
  toy.add_linear("plain");
  toy.add("mine", "toy.Mine", {{"weight", {8, 8}}});
  toy.facts.classes.back().bases = {"torch.nn.modules.linear.Linear"};
  const TreeIndex index(toy.tree);
  const Row rows[] = {
      {R"({"peft_type": "GLORA", "target_modules": ["plain"]})", "plain"},
      {R"({"peft_type": "GLORA", "target_modules": ["mine"]})", "refused target_modules"},
      {R"({"peft_type": "HRA", "target_modules": ["mine"]})", "mine"},
  };
  for (const Row& row : rows) expect(row, index, &toy.facts);
}

TEST(PeftClasses, DoraOfEmbeddings) {
  const peft_toy::Toy toy = peft_toy::toy();
  const TreeIndex index(toy.tree);
  const Row rows[] = {
      {R"({"target_modules": ["embed_tokens"], "use_dora": true})", "embed_tokens"},
      {R"({"target_modules": ["embed_tokens"], "use_dora": true, "peft_version": "0.12.0"})",
       "refused use_dora"},
      {R"({"target_modules": ["embed_tokens"], "peft_version": "0.12.0"})", "embed_tokens"},
  };
  for (const Row& row : rows) expect(row, index, &toy.facts);
}

// print(model) shows classes without their bases.
TEST(PeftClasses, PrintedClasses) {
  peft_toy::Toy toy = peft_toy::toy();
  toy.add("mine", "Mine");
  toy.facts.parameters.reset();
  toy.facts.printed = true;
  const TreeIndex index(toy.tree);
  const Row rows[] = {
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["pre_head"]})",
       "layers.0.q_proj layers.1.q_proj; saved pre_head"},
      {R"({"target_modules": ["norm"]})", "refused target_modules"},
      {R"({"target_modules": ["mine"]})", "mine; open target_modules the model itself"},
      {R"({"target_modules": ["pre_head"], "modules_to_save": ["layers"]})",
       "refused modules_to_save"},
      {R"({"target_modules": "all-linear"})", "open target_modules the model itself"},
  };
  for (const Row& row : rows) expect(row, index, &toy.facts);
}

}  // namespace
}  // namespace overmatch::peft_classes_test
