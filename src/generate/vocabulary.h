// SPDX-License-Identifier: Apache-2.0
// The vocabulary lists segments and paths of real models for generated names.
//
// Source: the trees in corpus/trees (its README: transformers 4.57.1 and 4.47.1, diffusers 0.35.2,
// timm 1.0.20, torchvision 0.14.1, peft 0.13.2, OpenAI CLIP, open_clip and others). Tests check
// that every segment and path occurs there.
//
// The shortest come first, because choice 0 (choices.h) is the simplest.
#pragma once

#include <string_view>
#include <utility>

namespace overmatch {

// clang-format off: it gives each word of a long list a line of its own

// The first segments of paths.
inline constexpr std::string_view kRoots[] = {
    "0", "vae", "bert", "unet", "text", "head", "model", "flava", "visual", "talker", "encoder",
    "decoder", "roberta", "qformer", "thinker", "deberta", "backbone", "gpt_neox", "wav2vec2",
    "generator", "text_model", "controlnet", "distilbert", "auto_model", "transformer",
    "audio_tower", "image_model", "vision_model", "text_encoder", "vision_tower", "base_encoder",
    "text_decoder", "audio_encoder", "depth_decoder", "language_model", "text_encoder_2",
    "text_encoder_3", "speech_encoder", "diffusion_model", "text_projection", "momentum_encoder",
    "cond_stage_model", "multimodal_model",
    "question_encoder", "first_stage_model", "visual_projection", "multi_modal_projector"
};

// Lists of layers, blocks or experts: segments followed by a number.
inline constexpr std::string_view kStacks[] = {
    "h", "up", "net", "down", "layer", "block", "layers", "blocks", "stages", "layer1", "layer2",
    "to_out", "experts", "resnets", "features", "encoders", "lm_heads", "resblocks", "up_blocks",
    "attentions", "downsample", "upsamplers", "cross_attn", "down_blocks", "conv_layers",
    "downsamplers", "input_blocks", "middle_block", "self_attends", "patch_embeds", "output_blocks",
    "noise_refiner", "albert_layers", "refiner_blocks", "transformer_blocks",
    "joint_transformer_blocks", "single_transformer_blocks", "temporal_transformer_blocks"
};

// The parts of a layer, which have children.
inline constexpr std::string_view kBlocks[] = {
    "ff", "se", "mlp", "ffn", "attn", "self", "attn1", "attn2", "mixer", "output", "pooler",
    "x_attn", "router", "img_mlp", "txt_mlp", "rel_attn", "attention", "self_attn", "mid_block",
    "transform", "cross_attn", "embeddings", "ff_context", "patch_embed", "intermediate",
    "encoder_attn", "feed_forward", "SelfAttention", "shared_expert", "DenseReluDense",
    "crossattention", "self_attention", "shared_experts", "EncDecAttention", "cross_attention",
    "time_text_embed",
    "block_sparse_moe"
};

// The last segments of paths: modules with weights, and modules without in the same places.
inline constexpr std::string_view kLeaves[] = {
    "q", "k", "v", "o", "kv", "wq", "wk", "wv", "w1", "w2", "w3", "wi", "wo", "fc", "-1", "fc1",
    "fc2", "act", "qkv", "key", "wte", "wpe", "bn1", "proj", "norm", "drop", "gate", "wi_0", "wi_1",
    "ln_1", "ln_2", "ln_f", "to_q", "to_k", "to_v", "c_fc", "Wqkv", "lin1", "lin2", "dense",
    "query", "value", "norm1", "norm2", "norm3", "q_lin", "k_lin", "conv1", "conv2", "q_proj",
    "k_proj", "v_proj", "o_proj", "norm_q", "norm_k", "q_norm", "k_norm", "c_attn", "c_proj",
    "x_proj", "v_head", "act_fn", "shared", "lora_A", "lora_B", "up_proj", "lm_head", "proj_in",
    "out_lin", "in_proj", "dt_proj", "dropout", "conv_in", "out_proj", "qkv_proj", "proj_out",
    "proj_mlp", "linear_1", "linear_2", "conv_out", "q_a_proj", "q_b_proj", "gate_proj",
    "down_proj", "LayerNorm", "layernorm", "proj_drop", "attn_drop", "kv_b_proj", "layer_norm",
    "add_q_proj", "add_k_proj", "to_add_out", "rotary_emb", "downsample", "classifier",
    "layer_norm1", "layer_norm2", "gate_up_proj", "embed_tokens", "dense_h_to_4h", "dense_4h_to_h",
    "conv_shortcut", "activation_fn", "Conv2d_1a_3x3", "pre_classifier", "query_key_value",
    "input_layernorm", "layernorm_after", "word_embeddings", "token_embedding", "final_layer_norm",
    "layernorm_before", "kv_a_proj_with_mqa", "intermediate_act_fn", "position_embeddings",
    "token_type_embeddings", "relative_attention_bias", "post_attention_layernorm"
};

// Segments that torch.compile, parallel training, checkpointing and adapters add in front of a path
// or inside it.
inline constexpr std::string_view kWrappers[] = {
    "model", "module", "default", "_orig_mod", "base_model", "base_layer", "prompt_encoder",
    "modules_to_save", "original_module", "wrapped_encoder", "wrapped_decoder", "pretrained_model",
    "parametrizations", "_fsdp_wrapped_module",
    "_checkpoint_wrapped_module"
};

// Layers, each with a layer that fuses it with others or has a name that contains its name.
inline constexpr std::pair<std::string_view, std::string_view> kFusedPairs[] = {
    {"q_proj", "qkv_proj"}, {"k_proj", "qkv_proj"}, {"v_proj", "qkv_proj"},
    {"gate_proj", "gate_up_proj"}, {"up_proj", "gate_up_proj"}, {"query", "query_key_value"},
    {"key", "query_key_value"}, {"value", "query_key_value"}, {"q_proj", "add_q_proj"},
    {"k_proj", "add_k_proj"}, {"to_q", "add_q_proj"}, {"to_out", "to_add_out"},
    {"q_proj", "q_a_proj"}, {"experts", "shared_experts"}, {"kv", "qkv"}, {"qkv", "Wqkv"}
};

// Whole paths, by depth. They include pairs of one model that a matcher without boundaries
// confuses: `transformer_blocks.0.attn.to_q` and `single_transformer_blocks.0.attn.to_q` (FLUX.1),
// `transformer.resblocks.0` and
// `visual.transformer.resblocks.0` (OpenAI CLIP), `classifier` and `pre_classifier` (DistilBERT),
// `text_encoder` and
// `text_encoder_2` (SDXL), `attn.proj` and `attn.proj_drop` (timm), `layers.1` and `layers.10`.
inline constexpr std::string_view kRealPaths[] = {
    "fc", "lm_head", "classifier", "text_encoder", "pre_classifier", "text_encoder_2", "layer1.0",
    "layers.1", "layers.10", "model.norm", "attn_pool.kv", "norm_out.norm", "v_head.summary",
    "model.embed_tokens", "transformer_blocks.18", "model.layers.0", "model.layers.1",
    "layer1.0.conv1", "model.layers.10", "transformer.h.0", "visual.attnpool.c_proj",
    "transformer.resblocks.0", "s1.b1.conv1.conv", "blocks.0.attn.qkv", "blocks.0.attn.proj",
    "transformer.h.1.attn", "module.layer1.0.conv1", "blocks.0.attn.proj_drop",
    "visual.transformer.resblocks.0", "transformer_blocks.0.attn.to_q",
    "transformer_blocks.0.attn.add_q_proj", "single_transformer_blocks.0.attn.to_q",
    "features.denseblock1.denselayer1.conv1", "base_model.model.classifier.original_module",
    "visual.blocks.0.attn.qkv", "model.layers.0.mlp.up_proj", "transformer.h.0.attn.c_attn",
    "model.layers.0.mlp.down_proj", "visual.layer1.0.downsample.-1",
    "model.layers.0.self_attn.q_proj", "model.layers.0.self_attn.o_proj",
    "model.layers.0.mlp.gate_up_proj", "backbone.layers.0.mixer.in_proj",
    "model.layers.0.self_attn.qkv_proj", "transformer_blocks.0.attn.to_out.0",
    "transformer.transformer_blocks.0.attn.to_q",
    "transformer.single_transformer_blocks.0.attn.to_q",
    "base_model.model.classifier.modules_to_save.default", "model.layers.3.mlp.experts.1",
    "transformer_blocks.0.ff.net.0.proj", "encoder.layer.0.attention.self.query",
    "talker.model.layers.0.self_attn.q_proj", "thinker.model.layers.0.self_attn.q_proj",
    "model.decoder.layers.0.self_attn.out_proj", "model.encoder.layers.0.self_attn.out_proj",
    "_orig_mod.model.layers.0.self_attn.q_proj", "model.layers.0._orig_mod.self_attn.q_proj",
    "transformer_blocks.0.ff_context.net.0.proj", "model.layers.3.mlp.shared_experts.gate_proj",
    "language_model.model.layers.0.mlp.gate_proj", "text_model.encoder.layers.0.self_attn.q_proj",
    "pretrained_model.transformer.h.0.attn.c_attn",
    "vision_model.encoder.layers.0.self_attn.q_proj",
    "model.language_model.layers.0.self_attn.q_proj",
    "distilbert.transformer.layer.0.attention.q_lin",
    "model.layers.0._checkpoint_wrapped_module.self_attn.q_proj", "blocks.0.blocks.0.0.attn.qkv",
    "vae.decoder.up_blocks.0.resnets.0.conv1", "model.layers.3.mlp.experts.10.gate_proj",
    "encoder.block.0.layer.0.SelfAttention.q", "bert.encoder.layer.0.attention.self.query",
    "decoder.block.0.layer.1.EncDecAttention.q", "model.layers.0.block_sparse_moe.experts.7.w2",
    "encoder.encoder.layer.0.attention.self.query", "module._orig_mod.transformer.h.0.attn.c_attn",
    "vision_tower.vision_model.encoder.layers.0.mlp.fc1",
    "text_encoder.text_model.encoder.layers.0.self_attn.q_proj",
    "text_encoder_2.text_model.encoder.layers.0.self_attn.q_proj",
    "encoder.block.0.layer.0.SelfAttention.relative_attention_bias",
    "wav2vec2.encoder.pos_conv_embed.conv.parametrizations.weight.0",
    "_fsdp_wrapped_module.model.layers.0._fsdp_wrapped_module.self_attn.q_proj",
    "0.auto_model.encoder.layer.0.attention.self.query",
    "decoder.bert.encoder.layer.0.crossattention.self.query",
    "unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_k",
    "flava.image_model.encoder.layer.0.attention.attention.query",
    "base_model.model.model.layers.0.self_attn.q_proj.base_layer",
    "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q",
    "base_model.model.model.layers.0.self_attn.q_proj.lora_A.default",
    "controlnet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q",
    "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_q",
    "base_model.model.bert.encoder.layer.0.attention.self.query.lora_B.default",
};

// clang-format on

}  // namespace overmatch
