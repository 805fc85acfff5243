// SPDX-License-Identifier: Apache-2.0
// Parameters with adapters, and other paths of modules. That PEFT 0.21.2 does so was watched there.
#include "tests/analysis/peft/peft_rows.h"

namespace overmatch::peft_parameters_test {
namespace {

using peft_rows::expect;
using peft_rows::kBoth;
using peft_rows::Row;

// A parameter with an adapter gives its module a wrapper.
TEST(PeftParameters, ModulesOfAdaptedParameters) {
  peft_toy::Toy toy = peft_toy::toy();
  toy.add("conv1d", "transformers.pytorch_utils.Conv1D", {{"weight", {8, 8}}});
  const TreeIndex index(toy.tree);
  const Row rows[] = {
      {R"({"target_modules": ["q_proj"], "target_parameters": ["pre_head.weight"]})",
       "layers.0.q_proj layers.1.q_proj; parameters pre_head.weight"},
      {R"({"target_modules": ["q_proj"], "target_parameters": ["pre_head.weight"],
           "modules_to_save": ["head"]})",
       "refused modules_to_save"},
      {R"({"target_modules": ["q_proj"], "target_parameters": ["embed_tokens.weight"],
           "trainable_token_indices": {"embed_tokens": [1]}})",
       "refused trainable_token_indices"},
      // PEFT sets fan_in_fan_out for the last layer before.
      {R"({"target_modules": ["q_proj"], "target_parameters": ["pre_head.weight"],
           "fan_in_fan_out": true})",
       "layers.0.q_proj layers.1.q_proj; parameters pre_head.weight"},
      {R"({"target_modules": [], "target_parameters": ["pre_head.weight"],
           "fan_in_fan_out": true})",
       "refused fan_in_fan_out"},
      {R"({"target_modules": ["conv1d"], "target_parameters": ["pre_head.weight"]})",
       "refused fan_in_fan_out"},
  };
  for (const Row& row : rows) expect(row, index, &toy.facts);
}

// PEFT asks all paths of a module that occurs several times.
TEST(PeftParameters, OtherPathsOfModules) {
  peft_toy::Toy toy = peft_toy::toy();
  toy.facts.aliases = {{"other.words", "embed_tokens"}, {"copy", "layers.1"}};
  const TreeIndex index(toy.tree);
  const Row rows[] = {
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["head"]})",
       "layers.0.q_proj layers.1.q_proj; saved pre_head head"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["words"]})",
       "layers.0.q_proj layers.1.q_proj; open modules_to_save the model itself"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["copy.norm"]})",
       "layers.0.q_proj layers.1.q_proj; open modules_to_save the model itself"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["words"], "peft_version": "0.14.0"})",
       kBoth},
      {R"({"target_modules": ["q_proj"], "trainable_token_indices": {"words": [1]}})",
       "layers.0.q_proj layers.1.q_proj; open trainable_token_indices the model itself"},
      {R"({"target_modules": ["q_proj"], "trainable_token_indices": {"none": [1]}})",
       "refused trainable_token_indices"},
  };
  for (const Row& row : rows) expect(row, index, &toy.facts);
}

TEST(PeftParameters, NamesLikeThoseThatPeftInserts) {
  for (const char* const name : {"flora_proj", "base_layer", "modules_to_save"}) {
    peft_toy::Toy toy = peft_toy::toy();
    toy.add_linear(name);
    const Row open = {R"({"target_modules": ["q_proj"]})",
                      "layers.0.q_proj layers.1.q_proj; open peft_type the model itself"};
    expect(open, TreeIndex(toy.tree), &toy.facts);
  }
  peft_toy::Toy toy = peft_toy::toy();
  toy.add_linear("flora");
  expect({R"({"target_modules": ["q_proj"]})", kBoth}, TreeIndex(toy.tree), &toy.facts);
}

}  // namespace
}  // namespace overmatch::peft_parameters_test
