// SPDX-License-Identifier: Apache-2.0
// What PEFT does to a small model. The expected values were watched in PEFT 0.21.2 with the same
// model in torch 2.13, and those of other releases read in their sources.
#include "analysis/peft/rules/peft_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/peft/trainable.h"
#include "tests/analysis/peft/peft_rows.h"

namespace overmatch::peft_rules_test {
namespace {

using peft_rows::expect;
using peft_rows::in_words;
using peft_rows::kBoth;
using peft_rows::Row;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(PeftRules, WithClassesAndParameters) {
  const peft_toy::Toy toy = peft_toy::toy();
  const TreeIndex index(toy.tree);
  const Row rows[] = {
      {R"({"target_modules": ["q_proj"]})", kBoth},
      {R"({"target_modules": ["norm"]})", "refused target_modules"},
      {R"({"target_modules": ["act"]})", "refused target_modules"},
      {R"({"target_modules": ["mlp"]})", "refused target_modules"},
      {R"({"target_modules": ["layers"]})", "refused target_modules"},
      {R"({"target_modules": ["none"]})", "refused target_modules"},
      {R"({"target_modules": null, "peft_type": "LORA"})", "refused target_modules"},
      {R"({"target_modules": ["attn"]})",
       "layers.0.attn layers.0.attn.out_proj layers.1.attn layers.1.attn.out_proj"},
      {R"({"target_modules": ["attn"], "peft_version": "0.14.0"})", "refused target_modules"},
      {R"({"target_modules": "All-Linear"})",
       "layers.0.q_proj layers.0.attn.out_proj layers.0.mlp.0 layers.0.mlp.1 layers.1.q_proj "
       "layers.1.attn.out_proj layers.1.mlp.0 layers.1.mlp.1 pre_head head"},
      {R"({"target_modules": "all-linear", "peft_version": "0.7.1"})", "refused target_modules"},
      {R"({"target_modules": ["q_proj"], "layers_to_transform": [1], "layers_pattern": "layers"})",
       "layers.1.q_proj"},
      {R"({"target_modules": ["q_proj"], "layers_pattern": "layers"})", "refused layers_pattern"},
      {R"({"target_modules": ".*q_proj", "layers_to_transform": [1]})",
       "refused layers_to_transform"},
      {R"({"target_modules": ".*q_proj", "layers_to_transform": [1], "peft_type": "IA3",
           "feedforward_modules": ".*mlp"})",
       kBoth},
      {R"({"target_modules": ["q_proj"], "task_type": "NO"})", "refused task_type"},
      {R"({"target_modules": ["q_proj"], "task_type": "NO", "peft_version": "0.13.2"})", kBoth},
      {R"({"target_modules": ["q_proj"], "r": 0})", "refused r"},
      {R"({"target_modules": ["q_proj"], "lora_bias": true})", kBoth},
      {R"({"target_modules": ["q_proj"], "lora_bias": true, "use_dora": true})",
       "refused lora_bias"},
      {R"({"target_modules": ["q_proj"], "lora_bias": true, "init_lora_weights": "olora"})",
       "refused lora_bias"},
      {R"({"target_modules": ["q_proj"], "init_lora_weights": "loftq"})",
       "refused init_lora_weights"},
      {R"({"target_modules": ["embed_tokens"], "lora_bias": true})", "refused lora_bias"},
      {R"({"target_modules": ["embed_tokens"], "use_dora": true})", "embed_tokens"},
      {R"({"target_modules": ["attn"], "use_dora": true})", "refused use_dora"},
      // modules_to_save
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["head"]})",
       "layers.0.q_proj layers.1.q_proj; saved pre_head head"},
      {R"({"target_modules": ["q_proj", "pre_head"], "modules_to_save": ["head"]})",
       "refused modules_to_save"},
      {R"({"target_modules": ["q_proj", "pre_head"], "modules_to_save": ["head"],
           "peft_version": "0.15.2"})",
       "layers.0.q_proj layers.1.q_proj; saved pre_head head"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["layers"]})",
       "refused target_modules"},
      {R"({"target_modules": ["head"], "modules_to_save": ["layers"]})", "refused modules_to_save"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["mlp"]})",
       "layers.0.q_proj layers.1.q_proj; saved layers.0.mlp layers.1.mlp"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["mlp", "mlp.0"]})",
       "layers.0.q_proj layers.1.q_proj; saved layers.0.mlp layers.0.mlp.0 layers.1.mlp "
       "layers.1.mlp.0; shadowed layers.0.mlp.0 layers.1.mlp.0"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["layer"]})",
       "layers.0.q_proj layers.1.q_proj; saved layers.0.q_proj layers.1.q_proj"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["lora_A"]})",
       "refused modules_to_save"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["A"]})", "refused modules_to_save"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["dropout"]})",
       "refused modules_to_save"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["default"]})",
       "refused modules_to_save"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["q_proj"]})",
       "refused target_modules"},
      // single parameters and rows
      {R"({"target_modules": [], "target_parameters": ["q_proj.weight"]})",
       "parameters layers.0.q_proj.weight layers.1.q_proj.weight"},
      {R"({"target_modules": [], "target_parameters": ["q_proj.bias"]})",
       "refused target_parameters"},
      {R"({"target_modules": [], "target_parameters": ["q_proj.weight"], "lora_dropout": 0.1})",
       "refused lora_dropout"},
      {R"({"target_modules": ["q_proj"], "target_parameters": ["q_proj.weight"]})",
       "refused target_parameters"},
      {R"({"target_modules": ["q_proj"], "target_parameters": ["none.weight"]})", kBoth},
      {R"({"target_modules": ["q_proj"], "trainable_token_indices": [1]})",
       "layers.0.q_proj layers.1.q_proj; rows embed_tokens"},
      {R"({"target_modules": ["q_proj"], "trainable_token_indices": {"tokens": [1]}})",
       "layers.0.q_proj layers.1.q_proj; rows embed_tokens"},
      {R"({"target_modules": ["q_proj"], "trainable_token_indices": {"none": [1]}})",
       "refused trainable_token_indices"},
      {R"({"target_modules": ["q_proj", "embed_tokens"], "trainable_token_indices": [1]})",
       "refused trainable_token_indices"},
      // other tuners
      {R"({"peft_type": "LN_TUNING", "target_modules": ["norm"]})", "layers.0.norm layers.1.norm"},
      {R"({"peft_type": "IA3", "target_modules": ["q_proj"], "feedforward_modules": ["mlp"]})",
       "refused feedforward_modules"},
      {R"({"peft_type": "HRA", "target_modules": ["embed_tokens"]})", "refused target_modules"},
      {R"({"peft_type": "OFT", "target_modules": ["q_proj"], "r": 4})", "refused oft_block_size"},
      {R"({"peft_type": "ADALORA", "target_modules": ["q_proj"]})", "refused total_step"},
      {R"({"peft_type": "TRAINABLE_TOKENS", "target_modules": null})", "embed_tokens"},
      {R"({"peft_type": "PROMPT_TUNING"})", "refused task_type"},
      {R"({"peft_type": "PROMPT_TUNING", "task_type": "FEATURE_EXTRACTION"})",
       "open peft_type the model itself"},
      // what only the model itself tells
      {R"({"target_modules": ["q_proj"], "layer_replication": [[0, 1]]})",
       "layers.0.q_proj layers.1.q_proj; open layer_replication the model itself"},
      {R"({"target_modules": ["q_proj"], "layer_replication": [[0, 3]]})",
       "refused layer_replication"},
      {R"({"peft_type": "FUTURE", "target_modules": ["q_proj"], "peft_version": "9.0.0"})",
       "open peft_type the model itself"},
      {R"({"target_modules": ["q_proj"], "retrained": ["head"], "peft_version": "9.0.0"})",
       "layers.0.q_proj layers.1.q_proj; open retrained the model itself"},
      // what no known release has
      {R"({"peft_type": "LORRA", "target_modules": ["q_proj"]})",
       "open peft_type no known release of PEFT has the type \"LORRA\"; the nearest known one is "
       "\"LORA\""},
      {R"({"target_modules": ["q_proj"], "retrained_modules": ["head"]})",
       "layers.0.q_proj layers.1.q_proj; open retrained_modules no known release of PEFT has this "
       "member"},
      {R"({"target_modules": ["q_proj"], "rank_patern": {"q_proj": 4}})",
       "layers.0.q_proj layers.1.q_proj; open rank_patern no known release of PEFT has this "
       "member; did you mean \"rank_pattern\"?"},
      {R"({"target_modules": ["q_proj"], "comment": "text"})", kBoth},
  };
  for (const Row& row : rows) expect(row, index, &toy.facts);
}

TEST(PeftRules, Tasks) {
  const peft_toy::Toy toy = peft_toy::toy();
  const TreeIndex index(toy.tree);
  const Row rows[] = {
      // The class of the toy may have prepare_inputs_for_generation, or not.
      {R"({"target_modules": ["q_proj"], "task_type": "CAUSAL_LM"})",
       "layers.0.q_proj layers.1.q_proj; open task_type the model itself"},
      // The class for the task goes through modules_to_save, which the tuner lacks.
      {R"({"peft_type": "TRAINABLE_TOKENS", "task_type": "SEQ_CLS"})", "embed_tokens"},
      {R"({"peft_type": "TRAINABLE_TOKENS", "task_type": "TOKEN_CLS"})", "refused task_type"},
      {R"({"peft_type": "TRAINABLE_TOKENS", "task_type": "QUESTION_ANS"})", "refused task_type"},
      {R"({"peft_type": "TRAINABLE_TOKENS", "task_type": "TOKEN_CLS", "peft_version": "0.15.2"})",
       "embed_tokens"},
      {R"({"peft_type": "P_TUNING", "task_type": "TOKEN_CLS"})", "open peft_type the model itself"},
      {R"({"peft_type": "P_TUNING", "task_type": "TOKEN_CLS", "peft_version": "0.16.0"})",
       "refused task_type"},
  };
  for (const Row& row : rows) expect(row, index, &toy.facts);
}

// PEFT takes the first parameter with as many rows as there are words.
TEST(PeftRules, PromptsNeedTheWordEmbeddings) {
  peft_toy::Toy toy = peft_toy::toy();
  const TreeIndex index(toy.tree);
  const auto effect = [&](const std::string& words) {
    toy.facts.config =
        R"({"hidden_size": 8, "num_attention_heads": 2, "num_layers": 2, "vocab_size": )" + words +
        "}";
    return in_words(index, apply_peft(index,
                                      parse_peft_config(R"({"peft_type": "PROMPT_TUNING",
                                                            "task_type": "FEATURE_EXTRACTION"})",
                                                        "c"),
                                      &toy.facts));
  };
  EXPECT_EQ(effect("10"), "");                   // embed_tokens.weight
  EXPECT_EQ(effect("24"), "refused peft_type");  // layers.0.attn.in_proj_weight
  EXPECT_EQ(effect("77"), "");                   // none: PEFT goes on without
  // PEFT looks in the first child that is a model of transformers, not beside it.
  toy.facts.parameters->insert(toy.facts.parameters->begin(), {0, "logit_scale", {}});
  EXPECT_EQ(effect("10"), "refused peft_type");
  toy.facts.classes[toy.facts.class_of[1]].bases = {"transformers.PreTrainedModel"};
  EXPECT_EQ(effect("10"), "");
  toy.facts.config = R"({"hidden_size": 8, "num_attention_heads": 2, "vocab_size": 10})";
  expect({R"({"peft_type": "PROMPT_TUNING", "task_type": "FEATURE_EXTRACTION"})",
          "open num_layers the model itself"},
         index, &toy.facts);
  toy.facts.config = R"({"hidden_size": 8, "num_attention_heads": 2, "vocab_size": 10,
      "text_config": {"hidden_size": 8, "num_attention_heads": 2, "num_layers": 2, "vocab_size": 10}})";
  expect({R"({"peft_type": "PROMPT_TUNING", "task_type": "FEATURE_EXTRACTION"})", ""}, index,
         &toy.facts);
  expect({R"({"peft_type": "PROMPT_TUNING", "task_type": "FEATURE_EXTRACTION",
              "peft_version": "0.15.2"})",
          "open num_layers the model itself"},
         index, &toy.facts);
}

TEST(PeftRules, WithNamesAlone) {
  const peft_toy::Toy toy = peft_toy::toy();
  const TreeIndex index(toy.tree);
  const Row rows[] = {
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["head"]})",
       "layers.0.q_proj layers.1.q_proj; saved pre_head head"},
      {R"({"target_modules": ["mlp"]})", "refused target_modules"},
      {R"({"target_modules": ["q_proj", "norm"]})",
       "layers.0.q_proj layers.0.norm layers.1.q_proj layers.1.norm; open target_modules classes"},
      {R"({"target_modules": ["attn"]})",
       "layers.0.attn layers.1.attn; open target_modules classes"},
      {R"({"target_modules": "all-linear"})", "open target_modules classes"},
      {R"({"peft_type": "LORA"})", "open target_modules model type"},
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["mlp"]})",
       "layers.0.q_proj layers.1.q_proj; saved layers.0.mlp layers.1.mlp; open modules_to_save "
       "classes"},
      {R"({"target_modules": ["q_proj"], "target_parameters": ["experts.down_proj"]})",
       "layers.0.q_proj layers.1.q_proj; open target_parameters parameter shapes"},
      {R"({"target_modules": ["q_proj"], "trainable_token_indices": [1]})",
       "layers.0.q_proj layers.1.q_proj; open trainable_token_indices the model itself"},
  };
  for (const Row& row : rows) expect(row, index, nullptr);
}

// A class that is called like a quantized layer may be one, but none of a model's own classes is.
TEST(PeftRules, ClassesThatAreCalledLinear) {
  peft_toy::Toy toy;
  toy.add("", "toy.Toy");
  toy.add("a", "awq.modules.linear.WQLinear_GEMM");
  toy.add("b", "transformers.models.gemma4.modeling_gemma4.Gemma4ClippableLinear");
  toy.add_linear("b.linear");
  toy.add("c", "transformers.models.kimi_linear.modeling_kimi_linear.KimiLinearRMSNorm");
  const TreeIndex index(toy.tree);
  const Row rows[] = {
      {R"({"target_modules": ["a"]})", "a; open target_modules classes"},
      {R"({"target_modules": ["b"]})", "refused target_modules"},
      {R"({"target_modules": ["c"]})", "refused target_modules"},
      {R"({"target_modules": ["b.linear"]})", "b.linear"},
  };
  for (const Row& row : rows) expect(row, index, &toy.facts);
}

TEST(PeftRules, TheTypeOfTheModel) {
  const ModuleTree tree = tree_of({"m", "m.q_proj", "m.v_proj", "m.out_proj", "m.conv1d"});
  const TreeIndex index(tree);
  ModelFacts facts;
  facts.model_type = "llama";
  expect({R"({"peft_type": "LORA"})", "m.q_proj m.v_proj"}, index, &facts);
  expect({R"({"peft_type": "BEFT"})", "m.v_proj"}, index, &facts);
  facts.model_type = "no_such_type";
  expect({R"({"peft_type": "LORA"})", "refused target_modules"}, index, &facts);
  facts.model_type = "qwen2";
  expect({R"({"peft_type": "LORA", "peft_version": "0.6.2"})", "refused target_modules"}, index,
         &facts);
  facts.model_type = "mamba";
  expect({R"({"target_modules": ["out_proj"]})", "refused target_modules"}, index, &facts);
  expect({R"({"target_modules": ["out_proj"], "peft_version": "0.15.2"})", "m.out_proj"}, index,
         &facts);
  expect({R"({"target_modules": ["out_proj"], "peft_type": "LOHA"})", "m.out_proj"}, index, &facts);
}

TEST(PeftRules, FusedExperts) {
  peft_toy::Toy toy;
  toy.add("", "DeepseekV3");
  toy.add_linear("layers.0.q_proj");
  toy.add_linear("layers.0.mlp.gate_proj");
  toy.add("layers.1.mlp.experts", "Experts",
          {{"gate_up_proj", {4, 8, 8}}, {"down_proj", {4, 8, 8}}});
  toy.facts.model_type = "deepseek_v3";
  const TreeIndex index(toy.tree);
  const Row rows[] = {
      {R"({"target_modules": ["q_proj", "gate_proj", "up_proj", "down_proj"]})",
       "layers.0.q_proj; parameters layers.1.mlp.experts.down_proj "
       "layers.1.mlp.experts.gate_up_proj"},
      {R"({"target_modules": ["q_proj", "gate_proj"]})", "refused target_modules"},
      {R"({"target_modules": ["q_proj", "gate_proj"], "peft_version": "0.18.1"})",
       "layers.0.q_proj layers.0.mlp.gate_proj"},
      {R"({"target_modules": ["q_proj", "down_proj"], "lora_dropout": 0.05})",
       "refused lora_dropout"},
      {R"x({"target_modules": ".*(q_proj|gate_proj|up_proj)"})x",
       "layers.0.q_proj; parameters layers.1.mlp.experts.gate_up_proj"},
  };
  for (const Row& row : rows) expect(row, index, &toy.facts);
  const ModuleTree before = tree_of({"experts", "experts.0", "experts.0.up_proj", "q_proj"});
  expect({R"({"target_modules": ["up_proj"]})",
          "experts.0.up_proj; open target_modules the model itself"},
         TreeIndex(before), nullptr);
  expect({R"({"target_modules": ["q_proj"]})", "q_proj"}, TreeIndex(before), nullptr);
}

TEST(PeftVersion, Texts) {
  EXPECT_EQ(parse_peft_version("0.18.2.dev0@abc")->text(), "0.18.2");
  EXPECT_EQ(parse_peft_version("0.9")->text(), "0.9.0");
  EXPECT_TRUE(parse_peft_version("1.0.0")->is_too_new());
  EXPECT_TRUE(parse_peft_version("0.22.0")->is_too_new());
  EXPECT_FALSE(parse_peft_version("0.21.9")->is_too_new());
  EXPECT_TRUE(parse_peft_version("0.5.0")->is_too_old());
  for (const char* const text : {"", "1", "v0.1", "0.x", "0.1-2"})
    EXPECT_FALSE(parse_peft_version(text).has_value()) << text;
}

}  // namespace
}  // namespace overmatch::peft_rules_test
