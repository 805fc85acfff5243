# SPDX-License-Identifier: Apache-2.0
"""The models that are asked: those of real_trees.models, and some of older architectures that the real configs are for."""

from __future__ import annotations

import torch
from real_trees.make import build
from real_trees.models import MODELS, NEW, RealModel

SIGLIP = {"model_type": "siglip_vision_model", "hidden_size": 1152, "intermediate_size": 4304, "num_hidden_layers": 27,
          "num_attention_heads": 16, "image_size": 896, "patch_size": 14, "vision_use_head": False}
OLDER = (
    RealModel("bert-base-seqcls", "google-bert/bert-base-uncased", "BertForSequenceClassification", "BertConfig"),
    RealModel("gemma-3-12b-it", "google/gemma-3-12b-it", "Gemma3ForConditionalGeneration", "Gemma3Config", {
        "text_config": {"hidden_size": 3840, "intermediate_size": 15360, "num_hidden_layers": 48, "num_attention_heads": 16,
                        "num_key_value_heads": 8},
        "vision_config": SIGLIP}),
    RealModel("qwen2-vl-7b", "Qwen/Qwen2-VL-7B-Instruct", "Qwen2VLForConditionalGeneration", "Qwen2VLConfig", {
        "text_config": {"vocab_size": 152064, "hidden_size": 3584, "intermediate_size": 18944, "num_hidden_layers": 28,
                        "num_attention_heads": 28, "num_key_value_heads": 4},
        "vision_config": {"depth": 32, "embed_dim": 1280, "hidden_size": 3584, "num_heads": 16}}),
    RealModel("smolvlm-256m", "HuggingFaceTB/SmolVLM-256M-Instruct", "SmolVLMForConditionalGeneration", "SmolVLMConfig", {
        "text_config": {"model_type": "llama", "vocab_size": 49280, "hidden_size": 576, "intermediate_size": 1536,
                        "num_hidden_layers": 30, "num_attention_heads": 9, "num_key_value_heads": 3},
        "vision_config": {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
                          "image_size": 512, "patch_size": 16}}),
)
ALL = {row.name: row for row in (*MODELS, *OLDER) if row.release == NEW}


def model_of(name: str) -> torch.nn.Module:
    """The model on the meta device."""
    return build(ALL[name])
