# SPDX-License-Identifier: Apache-2.0
"""Real architectures of transformers, small and with few layers: their names and classes are those of the released models.

Nothing is downloaded: each model is built from a config with random weights. Sizes are so small that a model is built on the CPU
in a fraction of a second, as some tuners compute with the weights (a meta device refuses what they do). Layers are few where a
name alone matters, and 12 where layer 1 and layer 11 must be told apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch


@dataclass(frozen=True)
class Architecture:
    """A model: its class and config in transformers, and the names that configs fill in (configs.py)."""

    name: str
    model: str  # a class of transformers, or of this file
    config: str
    members: dict[str, Any] = field(default_factory=dict)
    attention: tuple[str, ...] = ("q_proj", "v_proj")
    linears: tuple[str, ...] = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
    down: str = "down_proj"  # the last linear layer of a feed-forward part
    embedding: str = "embed_tokens"
    head: str = "lm_head"
    norm: str = "norm"
    layers: str = "layers"  # the list of blocks
    task: str | None = "CAUSAL_LM"
    renamed: bool = False  # transformers 5 renamed its layers: of the names above, configs take those that the model has


DECODER = {"vocab_size": 96, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4,
           "num_key_value_heads": 2, "max_position_embeddings": 64, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
ENCODER = {"vocab_size": 96, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4,
           "max_position_embeddings": 64, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
VISION = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "image_size": 28,
          "patch_size": 14}
EXPERTS = {"num_local_experts": 4, "num_experts_per_tok": 2}
BART = {"vocab_size": 96, "d_model": 32, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4,
        "decoder_attention_heads": 4, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64, "max_position_embeddings": 64,
        "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "decoder_start_token_id": 2, "forced_eos_token_id": 2}
T5 = {"vocab_size": 96, "d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 2, "num_decoder_layers": 2, "num_heads": 4,
      "pad_token_id": 0, "eos_token_id": 1, "decoder_start_token_id": 0}
GPT2 = {"vocab_size": 96, "n_positions": 64, "n_embd": 32, "n_layer": 3, "n_head": 4, "bos_token_id": 1, "eos_token_id": 2,
        "pad_token_id": 0}


def decoder(name: str, model: str, config: str, **more: Any) -> Architecture:
    members = {**DECODER, **more.pop("members", {})}
    return Architecture(name, model, config, members, **more)


def encoder(name: str, model: str, config: str, **more: Any) -> Architecture:
    members = {**ENCODER, **more.pop("members", {})}
    return Architecture(name, model, config, members, **{**BERT_NAMES, **more})


BERT_NAMES: dict[str, Any] = {"attention": ("query", "value"), "linears": ("query", "key", "value", "dense"),
                              "down": "output.dense",
                              "embedding": "word_embeddings", "head": "classifier", "norm": "LayerNorm", "layers": "layer",
                              "task": "SEQ_CLS"}
BART_NAMES: dict[str, Any] = {"linears": ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"), "down": "fc2",
                              "norm": "final_layer_norm", "embedding": "embed_tokens", "task": "SEQ_2_SEQ_LM"}
T5_NAMES: dict[str, Any] = {"attention": ("q", "v"), "linears": ("q", "k", "v", "o", "wi", "wo"), "down": "wo",
                            "embedding": "shared",
                            "norm": "layer_norm", "layers": "block", "task": "SEQ_2_SEQ_LM"}
GPT2_NAMES: dict[str, Any] = {"attention": ("c_attn",), "linears": ("c_attn", "c_proj", "c_fc"), "down": "mlp.c_proj",
                              "embedding": "wte", "norm": "ln_1", "layers": "h"}
FUSED_NAMES: dict[str, Any] = {"attention": ("query_key_value",),
                               "linears": ("query_key_value", "dense", "dense_h_to_4h", "dense_4h_to_h"), "down": "dense_4h_to_h",
                               "norm": "input_layernorm"}
DISTIL_NAMES: dict[str, Any] = {"attention": ("q_lin", "v_lin"),
                                "linears": ("q_lin", "k_lin", "v_lin", "out_lin", "lin1", "lin2"),
                                "down": "lin2", "embedding": "word_embeddings", "head": "classifier", "norm": "sa_layer_norm",
                                "layers": "layer"}
DISTIL = {"vocab_size": 96, "dim": 32, "hidden_dim": 64, "n_layers": 3, "n_heads": 4, "max_position_embeddings": 64,
          "pad_token_id": 0}
VISION_NAMES: dict[str, Any] = {"attention": ("query", "value", "q_proj", "v_proj"),
                                "linears": ("query", "key", "value", "dense", "q_proj", "k_proj", "v_proj", "o_proj", "fc1",
                                            "fc2"),
                                "embedding": "patch_embeddings", "head": "classifier", "norm": "layernorm_before", "task": None,
                                "renamed": True}
TEXT = {**DECODER, "num_hidden_layers": 2}

ARCHITECTURES = (
    decoder("llama", "LlamaForCausalLM", "LlamaConfig", members={"num_hidden_layers": 12, "tie_word_embeddings": False}),
    decoder("llama-tied", "LlamaForCausalLM", "LlamaConfig", members={"tie_word_embeddings": True}),
    decoder("llama-bias", "LlamaForCausalLM", "LlamaConfig", members={"attention_bias": True, "mlp_bias": True}),
    decoder("llama-seq", "LlamaForSequenceClassification", "LlamaConfig", head="score", task="SEQ_CLS"),
    decoder("llama-base", "LlamaModel", "LlamaConfig", head="norm", task="FEATURE_EXTRACTION"),
    decoder("qwen2", "Qwen2ForCausalLM", "Qwen2Config", members={"tie_word_embeddings": True}),
    decoder("qwen2-token", "Qwen2ForTokenClassification", "Qwen2Config", head="score", task="TOKEN_CLS"),
    decoder("qwen3", "Qwen3ForCausalLM", "Qwen3Config", members={"head_dim": 8}),
    decoder("qwen3-moe", "Qwen3MoeForCausalLM", "Qwen3MoeConfig",
            members={"num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 32, "head_dim": 8}),
    decoder("qwen2-moe", "Qwen2MoeForCausalLM", "Qwen2MoeConfig",
            members={"num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 32,
                     "shared_expert_intermediate_size": 32}),
    decoder("mistral", "MistralForCausalLM", "MistralConfig"),
    decoder("mixtral", "MixtralForCausalLM", "MixtralConfig", members=EXPERTS,
            linears=("q_proj", "k_proj", "v_proj", "o_proj", "w1", "w2", "w3"), down="w2"),
    decoder("gemma2", "Gemma2ForCausalLM", "Gemma2Config", members={"head_dim": 8}),
    Architecture("gemma3", "Gemma3ForConditionalGeneration", "Gemma3Config",
                 {"text_config": {**TEXT, "head_dim": 8, "model_type": "gemma3_text"},
                  "vision_config": {**VISION, "model_type": "siglip_vision_model"}, "mm_tokens_per_image": 4,
                  "image_token_index": 95,
                  "boi_token_index": 94, "eoi_token_index": 93}),
    decoder("gemma3-text", "Gemma3ForCausalLM", "Gemma3TextConfig", members={"head_dim": 8}),
    decoder("deepseek-v3", "DeepseekV3ForCausalLM", "DeepseekV3Config",
            members={"num_key_value_heads": 4, "n_routed_experts": 4, "n_group": 1, "topk_group": 1, "num_experts_per_tok": 2,
                     "n_shared_experts": 1, "moe_intermediate_size": 32, "first_k_dense_replace": 1, "q_lora_rank": 16,
                     "kv_lora_rank": 16, "qk_rope_head_dim": 8, "qk_nope_head_dim": 8, "v_head_dim": 8},
            attention=("q_a_proj", "q_b_proj", "kv_a_proj_with_mqa", "kv_b_proj")),
    decoder("gpt-oss", "GptOssForCausalLM", "GptOssConfig", members={**EXPERTS, "head_dim": 8}),
    Architecture("gpt2", "GPT2LMHeadModel", "GPT2Config", {**GPT2, "n_layer": 12}, **GPT2_NAMES),
    Architecture("gpt2-seq", "GPT2ForSequenceClassification", "GPT2Config", GPT2,
                 **{**GPT2_NAMES, "head": "score", "task": "SEQ_CLS"}),
    Architecture("gpt-neox", "GPTNeoXForCausalLM", "GPTNeoXConfig", ENCODER,
                 **{**FUSED_NAMES, "embedding": "embed_in"}),
    Architecture("gptj", "GPTJForCausalLM", "GPTJConfig", {**GPT2, "rotary_dim": 4},
                 linears=("q_proj", "k_proj", "v_proj", "out_proj"),
                 down="fc_out", embedding="wte", norm="ln_1", layers="h"),
    Architecture("gpt-neo", "GPTNeoForCausalLM", "GPTNeoConfig",
                 {"vocab_size": 96, "hidden_size": 32, "num_layers": 2, "num_heads": 4,
                  "attention_types": [[["global", "local"], 1]],
                  "max_position_embeddings": 64, "bos_token_id": 1, "eos_token_id": 2},
                 linears=("q_proj", "k_proj", "v_proj", "out_proj", "c_fc", "c_proj"), down="c_proj", embedding="wte",
                 norm="ln_1", layers="h"),
    Architecture("opt", "OPTForCausalLM", "OPTConfig",
                 {"vocab_size": 96, "hidden_size": 32, "ffn_dim": 64, "num_hidden_layers": 3, "num_attention_heads": 4,
                  "word_embed_proj_dim": 16, "max_position_embeddings": 64, "pad_token_id": 1},
                 **{**BART_NAMES, "task": "CAUSAL_LM"}),
    Architecture("bloom", "BloomForCausalLM", "BloomConfig", {"vocab_size": 96, "hidden_size": 32, "n_layer": 3, "n_head": 4},
                 **{**FUSED_NAMES, "embedding": "word_embeddings", "layers": "h"}),
    Architecture("falcon", "FalconForCausalLM", "FalconConfig",
                 {"vocab_size": 96, "hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4},
                 **{**FUSED_NAMES, "embedding": "word_embeddings", "layers": "h"}),
    decoder("phi3", "Phi3ForCausalLM", "Phi3Config", attention=("qkv_proj",),
            linears=("qkv_proj", "o_proj", "gate_up_proj", "down_proj")),
    decoder("phi", "PhiForCausalLM", "PhiConfig", linears=("q_proj", "k_proj", "v_proj", "dense", "fc1", "fc2"), down="fc2",
            norm="input_layernorm"),
    decoder("stablelm", "StableLmForCausalLM", "StableLmConfig"),
    decoder("olmo2", "Olmo2ForCausalLM", "Olmo2Config"),
    Architecture("mpt", "MptForCausalLM", "MptConfig",
                 {"vocab_size": 96, "d_model": 32, "n_layers": 2, "n_heads": 4, "max_seq_len": 64},
                 attention=("Wqkv",), linears=("Wqkv", "out_proj", "up_proj", "down_proj"), embedding="wte", norm="norm_1",
                 layers="blocks"),
    Architecture("gpt-bigcode", "GPTBigCodeForCausalLM", "GPTBigCodeConfig", GPT2, **GPT2_NAMES),
    Architecture("mamba", "MambaForCausalLM", "MambaConfig",
                 {"vocab_size": 96, "hidden_size": 32, "num_hidden_layers": 3, "state_size": 8}, attention=("in_proj", "x_proj"),
                 linears=("in_proj", "x_proj", "dt_proj", "out_proj"), down="out_proj", embedding="embeddings"),
    Architecture("t5", "T5ForConditionalGeneration", "T5Config", T5, **T5_NAMES),
    Architecture("flan-t5", "T5ForConditionalGeneration", "T5Config",
                 {**T5, "feed_forward_proj": "gated-gelu", "tie_word_embeddings": False},
                 **{**T5_NAMES, "linears": ("q", "k", "v", "o", "wi_0", "wi_1", "wo")}),
    Architecture("t5-seq", "T5ForSequenceClassification", "T5Config", T5,
                 **{**T5_NAMES, "head": "classification_head", "task": "SEQ_CLS"}),
    Architecture("bart", "BartForConditionalGeneration", "BartConfig", BART, **BART_NAMES),
    Architecture("bart-seq", "BartForSequenceClassification", "BartConfig", BART,
                 **{**BART_NAMES, "head": "classification_head", "task": "SEQ_CLS"}),
    encoder("bert-seq", "BertForSequenceClassification", "BertConfig"),
    encoder("bert-token", "BertForTokenClassification", "BertConfig", task="TOKEN_CLS"),
    encoder("bert-mlm", "BertForMaskedLM", "BertConfig", head="decoder", task=None),
    encoder("bert-qa", "BertForQuestionAnswering", "BertConfig", head="qa_outputs", task="QUESTION_ANS"),
    encoder("bert-base", "BertModel", "BertConfig", head="pooler", task="FEATURE_EXTRACTION"),
    encoder("roberta-seq", "RobertaForSequenceClassification", "RobertaConfig"),
    encoder("roberta-token", "RobertaForTokenClassification", "RobertaConfig", task="TOKEN_CLS"),
    encoder("xlm-roberta-seq", "XLMRobertaForSequenceClassification", "XLMRobertaConfig"),
    encoder("electra-seq", "ElectraForSequenceClassification", "ElectraConfig", members={"embedding_size": 16}),
    encoder("albert-seq", "AlbertForSequenceClassification", "AlbertConfig", members={"embedding_size": 16},
            linears=("query", "key", "value", "dense", "ffn", "ffn_output"), down="ffn_output", layers="albert_layers"),
    encoder("modernbert-seq", "ModernBertForSequenceClassification", "ModernBertConfig",
            members={"cls_token_id": 1, "sep_token_id": 2}, attention=("Wqkv",), linears=("Wqkv", "Wo", "Wi"), down="mlp.Wo",
            embedding="tok_embeddings", norm="mlp_norm", layers="layers"),
    Architecture("distilbert-seq", "DistilBertForSequenceClassification", "DistilBertConfig", DISTIL,
                 **{**DISTIL_NAMES, "task": "SEQ_CLS"}),
    Architecture("distilbert-token", "DistilBertForTokenClassification", "DistilBertConfig", DISTIL,
                 **{**DISTIL_NAMES, "task": "TOKEN_CLS"}),
    encoder("deberta-v2-seq", "DebertaV2ForSequenceClassification", "DebertaV2Config",
            members={"relative_attention": True, "pos_att_type": ["p2c", "c2p"]}, attention=("query_proj", "value_proj"),
            linears=("query_proj", "key_proj", "value_proj", "dense")),
    encoder("deberta-seq", "DebertaForSequenceClassification", "DebertaConfig",
            members={"relative_attention": True, "pos_att_type": ["p2c", "c2p"]}, attention=("in_proj",),
            linears=("in_proj", "dense")),
    Architecture("vit", "ViTForImageClassification", "ViTConfig", VISION, **VISION_NAMES),
    Architecture("dinov2", "Dinov2ForImageClassification", "Dinov2Config", VISION,
                 **{**VISION_NAMES, "norm": "norm1", "layers": "layer"}),
    Architecture("swin", "SwinForImageClassification", "SwinConfig",
                 {"image_size": 32, "patch_size": 4, "embed_dim": 16, "depths": [1, 1], "num_heads": [2, 2], "window_size": 4},
                 **{**VISION_NAMES, "layers": "blocks"}),
    Architecture("segformer", "SegformerForSemanticSegmentation", "SegformerConfig",
                 {"num_encoder_blocks": 2, "depths": [1, 1], "sr_ratios": [2, 1], "hidden_sizes": [16, 32], "patch_sizes": [3, 3],
                  "strides": [2, 2], "num_attention_heads": [1, 2], "mlp_ratios": [2, 2], "decoder_hidden_size": 16},
                 **{**VISION_NAMES, "head": "decode_head", "norm": "layer_norm"}),
    Architecture("clip", "CLIPModel", "CLIPConfig",
                 {"text_config": {**ENCODER, "projection_dim": 16}, "vision_config": {**VISION, "projection_dim": 16},
                  "projection_dim": 16},
                 **{**BART_NAMES, "linears": ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"),
                    "embedding": "token_embedding",
                    "head": "visual_projection", "norm": "layer_norm1", "task": None}),
    Architecture("whisper", "WhisperForConditionalGeneration", "WhisperConfig",
                 {**BART, "num_mel_bins": 8, "max_source_positions": 32, "max_target_positions": 32, "suppress_tokens": None,
                  "begin_suppress_tokens": None}, **{**BART_NAMES, "head": "proj_out"}),
    Architecture("wav2vec2-ctc", "Wav2Vec2ForCTC", "Wav2Vec2Config",
                 {**ENCODER, "conv_dim": [16, 16], "conv_stride": [2, 2], "conv_kernel": [3, 3], "num_feat_extract_layers": 2,
                  "num_conv_pos_embeddings": 16, "num_conv_pos_embedding_groups": 4},
                 **{**BART_NAMES, "down": "output_dense", "task": None}),
    Architecture("llava", "LlavaForConditionalGeneration", "LlavaConfig",
                 {"text_config": {**TEXT, "model_type": "llama"}, "vision_config": {**VISION, "model_type": "clip_vision_model"},
                  "image_token_index": 95}),
    Architecture("qwen2-vl", "Qwen2VLForConditionalGeneration", "Qwen2VLConfig",
                 {**TEXT, "rope_scaling": {"type": "mrope", "mrope_section": [1, 1, 2]},
                  "vision_config": {"depth": 2, "embed_dim": 32, "hidden_size": 32, "num_heads": 4, "mlp_ratio": 2,
                                    "patch_size": 14}}),
    Architecture("paligemma", "PaliGemmaForConditionalGeneration", "PaliGemmaConfig",
                 {"text_config": {**TEXT, "head_dim": 8, "model_type": "gemma"},
                  "vision_config": {**VISION, "model_type": "siglip_vision_model", "projection_dim": 32}, "projection_dim": 32,
                  "image_token_index": 95}),
    Architecture("blip2", "Blip2ForConditionalGeneration", "Blip2Config",
                 {"vision_config": VISION,
                  "qformer_config": {"vocab_size": 96, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
                                     "intermediate_size": 64, "encoder_hidden_size": 32},
                  "text_config": {"model_type": "opt", "vocab_size": 96, "hidden_size": 32, "ffn_dim": 64, "num_hidden_layers": 2,
                                  "num_attention_heads": 4, "word_embed_proj_dim": 32}, "num_query_tokens": 4},
                 **{**BART_NAMES, "task": None}),
    Architecture("plain-torch", "PlainModel", "", attention=("linear1",), linears=("linear1", "linear2", "to_q", "out_proj"),
                 down="linear2", embedding="embedding", head="head", norm="norm1", layers="layers", task=None),
)


class PlainModel(torch.nn.Module):
    """A model of torch alone, without transformers: attention as torch has it, a list, a dict, a convolution, a shared module."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = torch.nn.Embedding(96, 32)
        self.conv = torch.nn.Conv1d(32, 32, 3, padding=1)
        self.encoder = torch.nn.TransformerEncoder(torch.nn.TransformerEncoderLayer(32, 4, 64, batch_first=True), 2,
                                                   enable_nested_tensor=False)
        self.adapters = torch.nn.ModuleDict({"to_q": torch.nn.Linear(32, 32), "xto_q": torch.nn.Linear(32, 32)})
        self.blocks = torch.nn.ModuleList([torch.nn.Sequential(torch.nn.Linear(32, 32), torch.nn.GELU()) for _ in range(2)])
        self.shared = self.blocks[0]
        self.scale = torch.nn.Parameter(torch.ones(32))
        self.sub_head = torch.nn.Linear(32, 32)
        self.head = torch.nn.Linear(32, 8)


def build(architecture: Architecture) -> torch.nn.Module | None:
    """The model with fixed random weights; nothing if the installed transformers does not have it."""
    torch.manual_seed(0)
    if not architecture.config:
        return PlainModel()
    import transformers

    config_class = getattr(transformers, architecture.config, None)
    model_class = getattr(transformers, architecture.model, None)
    if config_class is None or model_class is None:
        return None
    model: torch.nn.Module = model_class(config_class(**architecture.members))
    return model
