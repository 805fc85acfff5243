// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/renamings.h"

namespace overmatch {

namespace {

constexpr NamingStyle all_in(std::string_view name) { return {name, name, name}; }

// Query, key, value.
constexpr std::array kQueries = {
    NamingStyle{"q_proj", "k_proj", "v_proj"},
    NamingStyle{"query", "key", "value"},
    NamingStyle{"query_proj", "key_proj", "value_proj"},
    NamingStyle{"q_lin", "k_lin", "v_lin"},
    NamingStyle{"to_q", "to_k", "to_v"},
    NamingStyle{"wq", "wk", "wv"},
    NamingStyle{"q", "k", "v"},
    NamingStyle{"q_a_proj q_b_proj", "kv_a_proj_with_mqa kv_b_proj",
                "kv_a_proj_with_mqa kv_b_proj"},
    NamingStyle{"", "kv_a_proj_with_mqa kv_b_proj", "kv_a_proj_with_mqa kv_b_proj"},
    NamingStyle{"q", "kv", "kv"},
    all_in("qkv_proj"),
    all_in("qkv"),
    all_in("query_key_value"),
    all_in("Wqkv"),
    all_in("c_attn"),
    all_in("W_pack"),
};

// The output projection of the attention.
constexpr std::array kOutputs = {
    NamingStyle{"o_proj"},
    NamingStyle{"self_attn.out_proj"},
    NamingStyle{"attn.out_proj"},
    NamingStyle{"attention.out_proj"},
    NamingStyle{"out_lin"},
    NamingStyle{"to_out.0"},
    NamingStyle{"o"},
    NamingStyle{"attn.c_proj"},
    NamingStyle{"attention.output.dense"},
    NamingStyle{"attention.dense"},
    NamingStyle{"self_attention.dense"},
    NamingStyle{"self_attn.dense"},
    NamingStyle{"attn.proj"},
    NamingStyle{"attention.wo"},
    NamingStyle{"attn.Wo"},
};

// Gate, up, down.
constexpr std::array kFeedForwards = {
    NamingStyle{"gate_proj", "up_proj", "down_proj"},
    NamingStyle{"w1", "w3", "w2"},
    NamingStyle{"gate_up_proj", "gate_up_proj", "down_proj"},
    NamingStyle{"wi_0", "wi_1", "DenseReluDense.wo"},
    NamingStyle{"", "wi", "DenseReluDense.wo"},
    NamingStyle{"", "mlp.fc1", "mlp.fc2"},
    NamingStyle{"", "ffn.fc1", "ffn.fc2"},
    NamingStyle{"", "fc1@self_attn", "fc2@self_attn"},
    NamingStyle{"", "mlp.c_fc", "mlp.c_proj"},
    NamingStyle{"", "dense_h_to_4h", "dense_4h_to_h"},
    NamingStyle{"", "ffn.lin1", "ffn.lin2"},
    NamingStyle{"", "fc_in", "fc_out"},
    NamingStyle{"", "intermediate_dense", "output_dense"},
    NamingStyle{"", "intermediate.dense", ""},
};

constexpr std::array kEmbeddings = {
    NamingStyle{"embed_tokens"},    NamingStyle{"wte"},
    NamingStyle{"word_embeddings"}, NamingStyle{"embed_in"},
    NamingStyle{"tok_embeddings"},  NamingStyle{"word_embedding"},
};

constexpr std::array kHeads = {
    NamingStyle{"lm_head"},
    NamingStyle{"embed_out"},
    NamingStyle{"output_layer"},
};

constexpr std::array kClassifiers = {
    NamingStyle{"classifier"},
    NamingStyle{"score"},
    NamingStyle{"classification_head"},
};

constexpr std::array<std::span<const NamingStyle>, 6> kTopics = {
    kQueries, kOutputs, kFeedForwards, kEmbeddings, kHeads, kClassifiers};

}  // namespace

std::span<const std::span<const NamingStyle>> naming_topics() noexcept { return kTopics; }

}  // namespace overmatch
