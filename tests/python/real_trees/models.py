# SPDX-License-Identifier: Apache-2.0
"""The models of which corpus/trees has a tree with types: their classes and configs in transformers.

The members are those of the published configs that decide names, classes or shapes; what is left out is the default of the config
class. Sizes are the real ones: the models are built on the meta device, and have no weights.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NEW, OLD = "5.24.0", "4.57.1"  # releases of transformers


@dataclass(frozen=True)
class RealModel:
    """A file NAME.tree.jsonl.gz, and how its model is built."""

    name: str
    published: str  # the model on the Hub whose config this is
    model: str  # a class of transformers
    config: str
    members: dict[str, Any] = field(default_factory=dict)
    release: str = NEW


def every(period: int, layers: int, rare: str, usual: str) -> list[str]:
    """Types of layers, of which the last of each period is another."""
    return [usual if (at + 1) % period else rare for at in range(layers)]


def listed(layers: int, rare_at: tuple[int, ...], rare: str, usual: str) -> list[str]:
    return [rare if at in rare_at else usual for at in range(layers)]


GEMMA4_VISION = {"model_type": "gemma4_vision", "hidden_size": 1152, "intermediate_size": 4304, "num_hidden_layers": 27,
                 "num_attention_heads": 16, "num_key_value_heads": 16, "head_dim": 72, "standardize": True}
QWEN35_VISION = {"model_type": "qwen3_5_vision", "depth": 24, "hidden_size": 1024, "intermediate_size": 4096, "out_hidden_size": 2560}
QWEN3_VISION = {"depth": 27, "hidden_size": 1152, "intermediate_size": 4304, "out_hidden_size": 2048}
PIXTRAL = {"model_type": "pixtral", "hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24, "num_attention_heads": 16,
           "image_size": 1540, "patch_size": 14}
LFM2_1B = {"vocab_size": 65536, "hidden_size": 2048, "intermediate_size": 12288, "num_hidden_layers": 16,
           "layer_types": listed(16, (2, 5, 8, 10, 12, 14), "full_attention", "conv")}
QWEN3_30B = {"hidden_size": 2048, "intermediate_size": 6144, "num_hidden_layers": 48, "num_attention_heads": 32, "num_key_value_heads": 4,
             "head_dim": 128, "num_experts": 128, "num_experts_per_tok": 8, "moe_intermediate_size": 768, "tie_word_embeddings": False}
QWEN25_VL_7B = {"text_config": {"vocab_size": 152064, "hidden_size": 3584, "intermediate_size": 18944, "num_hidden_layers": 28,
                                "num_attention_heads": 28, "num_key_value_heads": 4},
                "vision_config": {"depth": 32, "hidden_size": 1280, "intermediate_size": 3420, "num_heads": 16, "out_hidden_size": 3584}}
# The patterns of the published configs: M is Mamba, E experts, * attention, - a feed-forward part.
NEMOTRON_3_NANO = "MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME"
NEMOTRON_H_8B = "M-M-M-M*-M-M-M-M-M*-M-M-M-M-M*-M-M-M-M-M*-M-M-M-M-M-"

MODELS = (
    RealModel("gemma-4-26b-a4b", "google/gemma-4-26B-A4B-it", "Gemma4ForConditionalGeneration", "Gemma4Config", {
        "text_config": {"hidden_size": 2816, "intermediate_size": 2112, "num_hidden_layers": 30, "num_attention_heads": 16,
                        "num_key_value_heads": 8, "num_global_key_value_heads": 2, "hidden_size_per_layer_input": 0,
                        "attention_k_eq_v": True, "enable_moe_block": True, "num_experts": 128, "top_k_experts": 8,
                        "moe_intermediate_size": 704},
        "vision_config": GEMMA4_VISION, "audio_config": None}),
    RealModel("gemma-4-e2b", "google/gemma-4-E2B-it", "Gemma4ForConditionalGeneration", "Gemma4Config", {
        "text_config": {"hidden_size": 1536, "intermediate_size": 6144, "num_hidden_layers": 35, "num_attention_heads": 8,
                        "num_key_value_heads": 1, "num_kv_shared_layers": 20, "use_double_wide_mlp": True,
                        "layer_types": every(5, 35, "full_attention", "sliding_attention")},
        "vision_config": {"model_type": "gemma4_vision", "use_clipped_linears": True}, "audio_config": {"model_type": "gemma4_audio"}}),
    RealModel("qwen3-next-80b-a3b", "Qwen/Qwen3-Next-80B-A3B-Instruct", "Qwen3NextForCausalLM", "Qwen3NextConfig"),
    RealModel("qwen3.5-4b", "Qwen/Qwen3.5-4B", "Qwen3_5ForConditionalGeneration", "Qwen3_5Config", {
        "text_config": {"hidden_size": 2560, "intermediate_size": 9216, "num_hidden_layers": 32, "num_attention_heads": 16,
                        "num_key_value_heads": 4, "tie_word_embeddings": True},
        "vision_config": QWEN35_VISION, "tie_word_embeddings": True}),
    RealModel("qwen3.5-35b-a3b", "Qwen/Qwen3.5-35B-A3B", "Qwen3_5MoeForConditionalGeneration", "Qwen3_5MoeConfig", {
        "vision_config": {"out_hidden_size": 2048}}),
    RealModel("qwen3-vl-30b-a3b", "Qwen/Qwen3-VL-30B-A3B-Instruct", "Qwen3VLMoeForConditionalGeneration", "Qwen3VLMoeConfig", {
        "text_config": {**QWEN3_30B, "model_type": "qwen3_vl_moe_text"}, "vision_config": QWEN3_VISION}),
    RealModel("qwen2.5-vl-7b", "Qwen/Qwen2.5-VL-7B-Instruct", "Qwen2_5_VLForConditionalGeneration", "Qwen2_5_VLConfig", QWEN25_VL_7B),
    RealModel("nemotron-3-nano-30b-a3b", "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16", "NemotronHForCausalLM", "NemotronHConfig", {
        "hybrid_override_pattern": NEMOTRON_3_NANO, "hidden_size": 2688, "intermediate_size": 1856, "num_attention_heads": 32,
        "num_key_value_heads": 2, "head_dim": 128, "mamba_num_heads": 64, "mamba_head_dim": 64, "n_routed_experts": 128,
        "num_experts_per_tok": 6, "moe_intermediate_size": 1856, "moe_shared_expert_intermediate_size": 3712}),
    RealModel("nemotron-h-8b", "nvidia/Nemotron-H-8B-Base-8K", "NemotronHForCausalLM", "NemotronHConfig", {
        "hybrid_override_pattern": NEMOTRON_H_8B, "hidden_size": 4096, "intermediate_size": 21504}),
    RealModel("kimi-linear-48b-a3b", "moonshotai/Kimi-Linear-48B-A3B-Instruct", "KimiLinearForCausalLM", "KimiLinearConfig", {
        "linear_attn_config": {"full_attn_layers": [4, 8, 12, 16, 20, 24, 27], "head_dim": 128, "num_heads": 32,
                               "kda_layers": [at for at in range(1, 27) if at % 4], "short_conv_kernel_size": 4}}),
    RealModel("kimi-k2.6", "moonshotai/Kimi-K2.6", "Kimi_K25ForConditionalGeneration", "Kimi_K25Config", {
        "text_config": {"model_type": "deepseek_v3", "vocab_size": 163840, "hidden_size": 7168, "intermediate_size": 18432,
                        "moe_intermediate_size": 2048, "num_hidden_layers": 61, "num_attention_heads": 64, "num_key_value_heads": 64,
                        "n_routed_experts": 384, "n_group": 1, "topk_group": 1, "first_k_dense_replace": 1},
        "tie_word_embeddings": False}),
    RealModel("gpt-oss-120b", "openai/gpt-oss-120b", "GptOssForCausalLM", "GptOssConfig"),
    RealModel("glm-4.5-air", "zai-org/GLM-4.5-Air", "Glm4MoeForCausalLM", "Glm4MoeConfig"),
    RealModel("glm-4.5v", "zai-org/GLM-4.5V", "Glm4vMoeForConditionalGeneration", "Glm4vMoeConfig"),
    RealModel("glm-4.7-flash", "zai-org/GLM-4.7-Flash", "Glm4MoeLiteForCausalLM", "Glm4MoeLiteConfig"),
    RealModel("glm-5", "zai-org/GLM-5", "GlmMoeDsaForCausalLM", "GlmMoeDsaConfig"),
    RealModel("lfm2-1.2b", "LiquidAI/LFM2-1.2B", "Lfm2ForCausalLM", "Lfm2Config", LFM2_1B),
    RealModel("lfm2-8b-a1b", "LiquidAI/LFM2-8B-A1B", "Lfm2MoeForCausalLM", "Lfm2MoeConfig", {
        "num_hidden_layers": 24, "layer_types": listed(24, (2, 6, 10, 14, 18, 21), "full_attention", "conv")}),
    RealModel("lfm2-vl-1.6b", "LiquidAI/LFM2-VL-1.6B", "Lfm2VlForConditionalGeneration", "Lfm2VlConfig", {
        "text_config": {"model_type": "lfm2", **LFM2_1B},
        "vision_config": {"model_type": "siglip2_vision_model", "hidden_size": 1152, "intermediate_size": 4304,
                          "num_hidden_layers": 26, "num_attention_heads": 16}}),
    RealModel("minimax-text-01", "MiniMaxAI/MiniMax-Text-01-hf", "MiniMaxForCausalLM", "MiniMaxConfig", {
        "vocab_size": 200064, "hidden_size": 6144, "intermediate_size": 9216, "num_hidden_layers": 80, "num_attention_heads": 64,
        "num_key_value_heads": 8, "head_dim": 128, "num_local_experts": 32,
        "layer_types": every(8, 80, "full_attention", "linear_attention")}),
    RealModel("minimax-m2", "MiniMaxAI/MiniMax-M2", "MiniMaxM2ForCausalLM", "MiniMaxM2Config"),
    RealModel("llama-4-scout", "meta-llama/Llama-4-Scout-17B-16E-Instruct", "Llama4ForConditionalGeneration", "Llama4Config", {
        "vision_config": {"hidden_size": 1408, "image_size": 336, "vision_output_dim": 4096}}),
    RealModel("llama-4-maverick", "meta-llama/Llama-4-Maverick-17B-128E-Instruct", "Llama4ForConditionalGeneration", "Llama4Config", {
        "text_config": {"num_local_experts": 128, "interleave_moe_layer_step": 2, "use_qk_norm": False},
        "vision_config": {"hidden_size": 1408, "image_size": 336, "vision_output_dim": 4096}}),
    RealModel("deepseek-v3.2", "deepseek-ai/DeepSeek-V3.2", "DeepseekV32ForCausalLM", "DeepseekV32Config"),
    RealModel("deepseek-v4-flash", "deepseek-ai/DeepSeek-V4-Flash-Base", "DeepseekV4ForCausalLM", "DeepseekV4Config"),
    RealModel("ministral-3-3b", "mistralai/Ministral-3-3B-Instruct-2512", "Mistral3ForConditionalGeneration", "Mistral3Config", {
        "text_config": {"model_type": "ministral3", "hidden_size": 3072, "intermediate_size": 9216, "num_hidden_layers": 26,
                        "tie_word_embeddings": True},
        "vision_config": PIXTRAL}),
    RealModel("mistral-small-4", "mistralai/Mistral-Small-4-119B-2603", "Mistral3ForConditionalGeneration", "Mistral3Config", {
        "text_config": {"model_type": "mistral4"}, "vision_config": PIXTRAL, "tie_word_embeddings": False}),
    RealModel("paddleocr-vl", "PaddlePaddle/PaddleOCR-VL", "PaddleOCRVLForConditionalGeneration", "PaddleOCRVLConfig"),
    RealModel("granite-4.0-h-tiny", "ibm-granite/granite-4.0-h-tiny", "GraniteMoeHybridForCausalLM", "GraniteMoeHybridConfig", {
        "vocab_size": 100352, "hidden_size": 1536, "intermediate_size": 512, "num_hidden_layers": 40, "num_attention_heads": 12,
        "num_key_value_heads": 4, "num_local_experts": 64, "num_experts_per_tok": 6, "shared_intermediate_size": 1024,
        "mamba_n_heads": 48, "mamba_d_head": 64, "mamba_d_state": 128, "position_embedding_type": "nope", "tie_word_embeddings": True,
        "layer_types": listed(40, (5, 15, 25, 35), "attention", "mamba")}),
    RealModel("whisper-large-v3-turbo", "openai/whisper-large-v3-turbo", "WhisperForConditionalGeneration", "WhisperConfig", {
        "vocab_size": 51866, "num_mel_bins": 128, "d_model": 1280, "encoder_layers": 32, "decoder_layers": 4,
        "encoder_attention_heads": 20, "decoder_attention_heads": 20, "encoder_ffn_dim": 5120, "decoder_ffn_dim": 5120}),
    # One model in two layouts, with the tree that has no such ending or another one.
    RealModel("qwen2.5-vl-7b.tf4.57", "Qwen/Qwen2.5-VL-7B-Instruct", "Qwen2_5_VLForConditionalGeneration", "Qwen2_5_VLConfig",
              QWEN25_VL_7B, OLD),
    RealModel("mixtral-8x22b", "mistralai/Mixtral-8x22B-v0.1", "MixtralForCausalLM", "MixtralConfig", {
        "hidden_size": 6144, "intermediate_size": 16384, "num_hidden_layers": 56, "num_attention_heads": 48, "num_key_value_heads": 8,
        "vocab_size": 32768}),
    RealModel("deepseek-v3.tf5.24", "deepseek-ai/DeepSeek-V3", "DeepseekV3ForCausalLM", "DeepseekV3Config"),
    RealModel("olmoe-1b-7b.tf5.24", "allenai/OLMoE-1B-7B-0924", "OlmoeForCausalLM", "OlmoeConfig", {
        "hidden_size": 2048, "intermediate_size": 1024, "num_hidden_layers": 16, "num_experts": 64, "num_experts_per_tok": 8}),
    RealModel("llava-1.5-7b.tf5.24", "llava-hf/llava-1.5-7b-hf", "LlavaForConditionalGeneration", "LlavaConfig", {
        "text_config": {"model_type": "llama", "vocab_size": 32064},
        "vision_config": {"model_type": "clip_vision_model", "hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24,
                          "num_attention_heads": 16, "image_size": 336, "patch_size": 14, "projection_dim": 768}}),
    RealModel("gemma-3-4b-it.tf5.24", "google/gemma-3-4b-it", "Gemma3ForConditionalGeneration", "Gemma3Config", {
        "text_config": {"hidden_size": 2560, "intermediate_size": 10240, "num_hidden_layers": 34},
        "vision_config": {"model_type": "siglip_vision_model", "hidden_size": 1152, "intermediate_size": 4304, "num_hidden_layers": 27,
                          "num_attention_heads": 16, "image_size": 896, "patch_size": 14, "vision_use_head": False}}),
    RealModel("voxtral-mini-3b.tf5.24", "mistralai/Voxtral-Mini-3B-2507", "VoxtralForConditionalGeneration", "VoxtralConfig", {
        "text_config": {"model_type": "llama", "vocab_size": 131072, "hidden_size": 3072, "intermediate_size": 8192,
                        "num_hidden_layers": 30, "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128},
        "audio_config": {"model_type": "voxtral_encoder"}}),
    RealModel("qwen2.5-omni-7b.tf5.24", "Qwen/Qwen2.5-Omni-7B", "Qwen2_5OmniForConditionalGeneration", "Qwen2_5OmniConfig", {
        "thinker_config": {"text_config": {"num_hidden_layers": 28}, "vision_config": {"depth": 32},
                           "audio_config": {"encoder_layers": 32}},
        "talker_config": {"num_hidden_layers": 24}}),
    RealModel("pythia-160m.tf5.24", "EleutherAI/pythia-160m", "GPTNeoXForCausalLM", "GPTNeoXConfig", {
        "vocab_size": 50304, "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12}),
    RealModel("vit-base-patch16-224.tf5.24", "google/vit-base-patch16-224", "ViTForImageClassification", "ViTConfig"),
    RealModel("swin-tiny.tf5.24", "microsoft/swin-tiny-patch4-window7-224", "SwinForImageClassification", "SwinConfig"),
    RealModel("segformer-b0.tf5.24", "nvidia/segformer-b0-finetuned-ade-512-512", "SegformerForSemanticSegmentation", "SegformerConfig"),
)
