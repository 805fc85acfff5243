// SPDX-License-Identifier: Apache-2.0
#include "analysis/entries/model_parts.h"

#include <algorithm>
#include <array>

#include "analysis/tree/renamings.h"

namespace overmatch {

namespace {

// Parts of models, besides linear layers (is_known_layer). How many of the recipes of
// llm-compressor or of the trees in the corpus have one decides nothing.
constexpr auto kParts = std::to_array<std::string_view>({
    "attention",
    "attn",
    "audio",
    "audio_model",
    "audio_tower",
    "block_sparse_moe",
    "compressor",
    "connector",
    "conv1d",
    "decoder",
    "e_score_correction_bias",
    "eh_proj",
    "embed",
    "embed_audio",
    "embed_tokens",
    "embed_vision",
    "encoder",
    "enorm",
    "experts",
    "feed_forward",
    "hnorm",
    "indexer",
    "input_layernorm",
    "kv_a_layernorm",
    "kv_a_proj_with_mqa",
    "kv_b_proj",
    "language_model",
    "layers",
    "linear_attn",
    "lm_head",
    "mamba",
    "merger",
    "mixer",
    "mlp",
    "mm_projector",
    "modality_projection",
    "model",
    "moe",
    "mtp",
    "multi_modal_projector",
    "norm",
    "post_attention_layernorm",
    "pre_feedforward_layernorm",
    "projector",
    "q_a_layernorm",
    "score",
    "self_attn",
    "self_attn_layer_norm",
    "share_expert",
    "shared_expert",
    "shared_expert_gate",
    "shared_experts",
    "shared_head",
    "vision",
    "vision_embed_tokens",
    "vision_embedder",
    "vision_model",
    "vision_tower",
    "visual",
    "weights_proj",
});
static_assert(std::is_sorted(kParts.begin(), kParts.end()));

}  // namespace

bool is_part_of_models(std::string_view name) {
  return std::binary_search(kParts.begin(), kParts.end(), name) || is_known_layer(name);
}

}  // namespace overmatch
