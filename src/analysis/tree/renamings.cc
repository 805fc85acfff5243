// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/renamings.h"

#include <algorithm>

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

// Further names of linear layers, embeddings and heads that configs for many models list.
constexpr std::array<std::string_view, 46> kOthers = {"dense",
                                                      "proj",
                                                      "linear",
                                                      "fc",
                                                      "fc1",
                                                      "fc2",
                                                      "fc3",
                                                      "lin1",
                                                      "lin2",
                                                      "linear1",
                                                      "linear2",
                                                      "linear_1",
                                                      "linear_2",
                                                      "c_proj",
                                                      "c_fc",
                                                      "out_proj",
                                                      "in_proj",
                                                      "x_proj",
                                                      "dt_proj",
                                                      "proj_in",
                                                      "proj_out",
                                                      "to_out",
                                                      "to_kv",
                                                      "to_qkv",
                                                      "add_q_proj",
                                                      "add_k_proj",
                                                      "add_v_proj",
                                                      "to_add_out",
                                                      "Wo",
                                                      "Wi",
                                                      "wo",
                                                      "wi",
                                                      "gate",
                                                      "router",
                                                      "w12",
                                                      "conv1d",
                                                      "linear_q",
                                                      "linear_k",
                                                      "linear_v",
                                                      "linear_out",
                                                      "pooler",
                                                      "embeddings",
                                                      "embed_positions",
                                                      "lm_heads",
                                                      "qa_outputs",
                                                      "receptance"};

constexpr bool has_word(std::string_view words, std::string_view name) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    std::string_view word = words.substr(0, end);
    word = word.substr(0, word.find('@'));
    if (word == name) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

// The roles for which `called` accepts the names of a style.
template <typename Called>
std::uint64_t roles_that(const Called& called) {
  static_assert(kTopics.size() * kMostRoles <= 64);
  std::uint64_t roles = 0;
  std::size_t bit = 0;
  for (const std::span<const NamingStyle> topic : kTopics) {
    for (std::size_t role = 0; role < kMostRoles; ++role, ++bit) {
      if (std::any_of(topic.begin(), topic.end(),
                      [&](const NamingStyle& style) { return called(style[role]); }))
        roles |= std::uint64_t{1} << bit;
    }
  }
  return roles;
}

}  // namespace

std::span<const std::span<const NamingStyle>> naming_topics() noexcept { return kTopics; }

std::uint64_t roles_of(std::string_view name) {
  return roles_that([&](std::string_view words) { return has_word(words, name); });
}

std::uint64_t roles_of_path(std::string_view path) {
  return roles_that([&](std::string_view words) {
    for (std::size_t dot = path.size(); dot != 0 && dot != std::string_view::npos;) {
      dot = path.rfind('.', dot - 1);
      if (has_word(words, dot == std::string_view::npos ? path : path.substr(dot + 1))) return true;
    }
    return false;
  });
}

bool is_known_layer(std::string_view name) {
  return roles_of(name) != 0 || std::find(kOthers.begin(), kOthers.end(), name) != kOthers.end();
}

}  // namespace overmatch
