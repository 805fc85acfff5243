// SPDX-License-Identifier: Apache-2.0
// "Did you mean …?" on real models: what the entries of real configs should have been.
#include "analysis/findings/suggestion.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/analysis/trees.h"

namespace overmatch::suggestion_test {
namespace {

struct Row {
  const char* tree;
  std::vector<std::string> list;  // the first entry is the one that selects nothing
  const char* suggested;          // in words; "" for nothing
};

std::string suggested(const TreeIndex& index, const std::vector<std::string>& list) {
  Selection taken;
  for (std::size_t at = 1; at < list.size(); ++at) {
    const Selection selected = *index.select(Mode::segment, list[at]);
    taken.insert(taken.end(), selected.begin(), selected.end());
  }
  sort_modules(taken, index.size());
  return in_words(suggest(index, Mode::segment, list[0], taken));
}

TEST(Suggestion, OnRealTrees) {
  const Row rows[] = {
      // Another family's name for the same layer.
      {"deepseek-v3", {"q_proj", "o_proj"}, "\"q_a_proj\" and \"q_b_proj\""},
      {"deepseek-v3", {"v_proj"}, "\"kv_a_proj_with_mqa\" and \"kv_b_proj\""},
      {"deepseek-v3",
       {"qkv_proj"},
       "\"q_a_proj\", \"q_b_proj\", \"kv_a_proj_with_mqa\" and \"kv_b_proj\""},
      {"deepseek-v2-lite", {"k_proj", "q_proj"}, "\"kv_a_proj_with_mqa\" and \"kv_b_proj\""},
      {"gpt2", {"q_proj"}, "\"c_attn\""},
      {"gpt2", {"v_proj", "c_attn"}, ""},
      {"gpt2", {"query_key_value"}, "\"c_attn\""},
      {"gpt2", {"o_proj"}, "\"attn.c_proj\""},
      {"gpt2", {"down_proj"}, "\"mlp.c_proj\""},
      {"gpt2", {"up_proj"}, "\"mlp.c_fc\""},
      {"gpt2", {"gate_proj"}, ""},
      {"gpt2", {"embed_tokens"}, "\"wte\""},
      {"gpt2", {"score"}, ""},
      {"bert-base-seqcls", {"q_proj"}, "\"query\""},
      {"bert-base-seqcls", {"v_proj", "query"}, "\"value\""},
      {"bert-base-seqcls", {"q_lin"}, "\"query\""},
      {"bert-base-seqcls", {"o_proj"}, "\"attention.output.dense\""},
      {"bert-base-seqcls", {"up_proj"}, "\"intermediate.dense\""},
      {"bert-base-seqcls", {"score", "classifier"}, ""},
      {"bert-base-seqcls", {"score"}, "\"classifier\""},
      {"bert-base-seqcls", {"qkv"}, "\"query\", \"key\" and \"value\""},
      {"bert-base-seqcls", {"lm_head"}, ""},
      {"distilbert-base-seqcls", {"query"}, "\"q_lin\""},
      {"distilbert-base-seqcls", {"o_proj"}, "\"out_lin\""},
      {"distilbert-base-seqcls", {"fc1"}, "\"ffn.lin1\""},
      {"bloom-560m", {"q_proj"}, "\"query_key_value\""},
      {"bloom-560m", {"up_proj"}, "\"dense_h_to_4h\""},
      {"bloom-560m", {"o_proj"}, "\"self_attention.dense\""},
      {"llama-2-7b-seqcls", {"query_key_value"}, "\"q_proj\", \"k_proj\" and \"v_proj\""},
      {"llama-2-7b-seqcls", {"c_attn", "q_proj", "v_proj"}, "\"k_proj\""},
      {"llama-2-7b-seqcls", {"gate_up_proj"}, "\"gate_proj\" and \"up_proj\""},
      {"llama-2-7b-seqcls", {"w2"}, "\"down_proj\""},
      {"llama-2-7b-seqcls", {"classifier"}, "\"score\""},
      {"llama-2-7b-seqcls", {"wte"}, "\"embed_tokens\""},
      {"mixtral-8x7b", {"gate_proj"}, "\"w1\""},
      {"bart-base", {"o_proj"}, "\"self_attn.out_proj\""},
      {"bart-base", {"down_proj"}, "\"fc2\""},
      {"clip-vit-base-patch32", {"up_proj"}, "\"mlp.fc1\""},
      {"mamba-130m", {"q_proj"}, ""},
      {"mamba-130m", {"o_proj"}, ""},
      {"timm-efficientnet-b0", {"fc1"}, ""},
      {"modernbert-base", {"query"}, "\"Wqkv\""},
      {"flux1-dev-transformer", {"q_proj"}, "\"to_q\""},
      {"flux1-dev-transformer", {"o_proj"}, "\"to_out.0\""},
      // Spelling.
      {"llama-2-7b-seqcls", {"q_prj"}, "\"q_proj\""},
      {"llama-2-7b-seqcls", {"Q_Proj"}, "\"q_proj\""},
      {"llama-2-7b-seqcls", {"qproj"}, "\"q_proj\""},
      {"llama-2-7b-seqcls", {"donw_proj"}, "\"down_proj\""},
      {"llama-2-7b-seqcls", {"self_atn.q_proj"}, "\"self_attn.q_proj\""},
      {"llama-2-7b-seqcls", {" q_proj"}, "\"q_proj\""},
      {"bert-base-seqcls", {"layernorm"}, "\"LayerNorm\""},
      {"gpt2", {"c_atn"}, "\"c_attn\""},
      // Part of a word, a number, a layer that is not there: no misspelling.
      {"llama-2-7b-seqcls", {"r_proj"}, ""},
      {"llama-2-7b-seqcls", {"x_proj", "q_proj"}, ""},
      {"llama-2-7b-seqcls", {"layers.99.self_attn.q_proj"}, ""},
      {"flux1-dev-transformer", {"to_x"}, ""},
      {"flux1-dev-transformer", {"norm3"}, ""},
      {"bert-base-seqcls", {"pre_classifier"}, ""},
      // A placeholder, and segments that this tree has not.
      {"glm-4.1v-9b", {"visual.blocks.X.attn.qkv"}, "\"attn.qkv\""},
      {"llava-1.5-7b", {"model.layers.3.self_attn.q_proj"}, "\"layers.3.self_attn.q_proj\""},
  };
  for (const Row& row : rows) {
    const TreeIndex index(shipped(row.tree));
    ASSERT_TRUE(index.select(Mode::segment, row.list[0])->empty()) << row.tree << row.list[0];
    EXPECT_EQ(suggested(index, row.list), row.suggested) << row.tree << " " << row.list[0];
  }
}

// Whatever is suggested on any tree is in it, and is not in the list already.
TEST(Suggestion, SelectsSomethingNew) {
  const std::vector<std::string> lists[] = {
      {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"},
      {"query", "key", "value", "dense"},
      {"c_attn", "c_proj", "c_fc"},
      {"to_q", "to_k", "to_v", "to_out.0"},
      {"query_key_value", "dense_h_to_4h", "classifier", "score"},
  };
  std::size_t given = 0;
  for (const ModuleTree& tree : shipped_trees()) {
    const TreeIndex index(tree);
    for (const auto& list : lists) {
      Selection taken;
      for (const std::string& entry : list) {
        const Selection selected = *index.select(Mode::segment, entry);
        taken.insert(taken.end(), selected.begin(), selected.end());
      }
      sort_modules(taken, index.size());
      for (const std::string& entry : list) {
        if (!index.select(Mode::segment, entry)->empty()) continue;
        for (const auto& group : suggest(index, Mode::segment, entry, taken)) {
          for (const std::string& each : group) {
            ++given;
            const Selection selected = *index.select(Mode::segment, each);
            EXPECT_FALSE(
                std::includes(taken.begin(), taken.end(), selected.begin(), selected.end()))
                << tree.name << " " << entry << " " << each;
          }
        }
      }
    }
  }
  EXPECT_GT(given, 500U);
}

TEST(Suggestion, HowFarAMisspellingIs) {
  const struct {
    const char* written;
    const char* name;
    std::size_t distance;
  } rows[] = {
      {"q_proj", "q_proj", kFar},
      {"q_proj", "o_proj", kFar},
      {"q_prj", "q_proj", 1},
      {"qproj", "q_proj", 0},
      {"LayerNorm", "layer_norm", 0},
      {"layernorm", "LayerNorm", 0},
      {"norm1", "norm2", kFar},
      {"fc1", "fc2", kFar},
      {"fc_1", "fc1", 0},
      {"encoder", "decoder", kFar},
      {"quary", "query", 1},
      {"qurey", "query", 1},
      {"up_proj", "down_proj", kFar},
      {"layer_10", "layer_1_0", kFar},
      {"to_q", "to_k", kFar},
      {"clasifier", "classifier", 1},
      {"clasifer", "classifier", 2},
      {"key", "kez", kFar},
      {"", "a", kFar},
      {"_", "-", kFar},
  };
  for (const auto& row : rows)
    EXPECT_EQ(misspelling(row.written, row.name), row.distance) << row.written << " " << row.name;
}

}  // namespace
}  // namespace overmatch::suggestion_test
