// SPDX-License-Identifier: Apache-2.0
// Modules that share the weight of the input embeddings. That PEFT 0.18 to 0.21 do so was watched
// there.
#include "tests/analysis/peft/peft_rows.h"

namespace overmatch::peft_ties_test {
namespace {

using peft_rows::expect;
using peft_rows::kBoth;
using peft_rows::Row;

TEST(PeftTies, TiedEmbeddings) {
  peft_toy::Toy toy = peft_toy::toy();
  toy.facts.input_embeddings = "embed_tokens";
  toy.facts.output_embeddings = "head";
  toy.facts.tied = {{"head.weight", "embed_tokens.weight"}};
  toy.facts.declared_ties = {{"head.weight", "embed_tokens.weight"}};
  toy.facts.tie_word_embeddings = true;
  const TreeIndex index(toy.tree);
  const Row rows[] = {
      {R"({"target_modules": ["q_proj"], "modules_to_save": ["embed_tokens"],
           "ensure_weight_tying": true})",
       "layers.0.q_proj layers.1.q_proj; saved embed_tokens pre_head head"},
      {R"({"target_modules": ["q_proj", "embed_tokens"], "ensure_weight_tying": true})",
       "embed_tokens layers.0.q_proj layers.1.q_proj head"},
      {R"({"target_modules": ["q_proj", "embed_tokens"]})",
       "embed_tokens layers.0.q_proj layers.1.q_proj"},
      {R"({"target_modules": "all-linear"})",
       "layers.0.q_proj layers.0.attn.out_proj layers.0.mlp.0 layers.0.mlp.1 layers.1.q_proj "
       "layers.1.attn.out_proj layers.1.mlp.0 layers.1.mlp.1 pre_head"},
      {R"({"target_modules": ["q_proj"], "trainable_token_indices": [1]})",
       "layers.0.q_proj layers.1.q_proj; rows embed_tokens pre_head head"},
      {R"({"peft_type": "TRAINABLE_TOKENS", "token_indices": [1]})", "embed_tokens pre_head head"},
  };
  for (const Row& row : rows) expect(row, index, &toy.facts);
}

// PEFT asks `_tied_weights_keys` and the config, not the parameters.
TEST(PeftTies, TiesThatTheModelDoesNotDeclare) {
  peft_toy::Toy toy = peft_toy::toy();
  toy.facts.input_embeddings = "embed_tokens";
  toy.facts.tied = {{"head.weight", "embed_tokens.weight"}};
  toy.facts.tie_word_embeddings = true;
  const TreeIndex index(toy.tree);
  const Row saving = {R"({"target_modules": ["q_proj"], "modules_to_save": ["embed_tokens"],
                          "ensure_weight_tying": true})",
                      "layers.0.q_proj layers.1.q_proj; saved embed_tokens"};
  const Row tokens = {R"({"target_modules": ["q_proj"], "trainable_token_indices": [1]})",
                      "layers.0.q_proj layers.1.q_proj; rows embed_tokens"};
  const Row tuner = {R"({"peft_type": "TRAINABLE_TOKENS", "token_indices": [1]})", "embed_tokens"};
  for (const Row& row : {saving, tokens, tuner}) expect(row, index, &toy.facts);
  toy.facts.declared_ties = {{"head.weight", "layers.0.q_proj.weight"}};
  for (const Row& row : {saving, tokens, tuner}) expect(row, index, &toy.facts);
  // PEFT takes all modules whose path ends with that of a tied one.
  toy.facts.declared_ties = {{"head.weight", "embed_tokens.weight"}};
  expect({tuner.config, "embed_tokens pre_head head"}, index, &toy.facts);
  expect({R"({"target_modules": ["head"], "modules_to_save": ["embed_tokens"],
              "ensure_weight_tying": true})",
          "refused ensure_weight_tying"},
         index, &toy.facts);
  toy.facts.declared_ties = {{"embed_tokens.weight", "embed_tokens.weight"}};
  expect({saving.config, "refused ensure_weight_tying"}, index, &toy.facts);
  toy.facts.declared_ties = {{"head.weight", "embed_tokens.weight"}};
  toy.facts.tie_word_embeddings.reset();  // a missing member is false
  expect(tokens, index, &toy.facts);
  expect(tuner, index, &toy.facts);
  toy.facts.tie_word_embeddings = false;
  expect(saving, index, &toy.facts);
  expect({R"({"target_modules": ["q_proj"], "modules_to_save": ["embed_tokens"],
              "ensure_weight_tying": true, "peft_version": "0.19.1"})",
          "layers.0.q_proj layers.1.q_proj; saved embed_tokens pre_head head"},
         index, &toy.facts);
}

TEST(PeftTies, AModelThatDeclaresTiesNeedsInputEmbeddings) {
  peft_toy::Toy toy = peft_toy::toy();
  toy.facts.declared_ties = {{"head.weight", "pre_head.weight"}};
  const TreeIndex index(toy.tree);
  const char* const plain = R"({"target_modules": ["q_proj"]})";
  expect({plain, "refused "}, index, &toy.facts);
  expect({R"({"target_modules": ["q_proj"], "peft_version": "0.17.1"})", kBoth}, index, &toy.facts);
  toy.facts.tie_word_embeddings = false;
  expect({plain, kBoth}, index, &toy.facts);
  const char* const tokens =
      R"({"target_modules": ["q_proj"], "trainable_token_indices": {"embed_tokens": [1]}})";
  expect({tokens, "layers.0.q_proj layers.1.q_proj; rows embed_tokens"}, index, &toy.facts);
  toy.facts.tie_word_embeddings = true;
  toy.facts.declared_ties.clear();
  expect({tokens,
          "layers.0.q_proj layers.1.q_proj; rows embed_tokens; open trainable_token_indices the "
          "model itself"},
         index, &toy.facts);
  toy.facts.declared_ties = {{"head.weight", "pre_head.weight"}};
  toy.facts.tie_word_embeddings.reset();
  toy.facts.input_embeddings = "embed_tokens";
  expect({plain, kBoth}, index, &toy.facts);
  toy.facts.input_embeddings.clear();
  toy.facts.declared_ties = {{"head.weight", ""}};  // a list, as before transformers 5
  expect({plain, kBoth}, index, &toy.facts);
}

}  // namespace
}  // namespace overmatch::peft_ties_test
