# SPDX-License-Identifier: Apache-2.0
"""The configs that are asked: those of tests/data/picked-configs.jsonl, and real ones of tests/data/real-configs.jsonl."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data")


@dataclass(frozen=True)
class Asked:
    """A config, the library that reads it, and the models that it is asked of."""

    id: str
    library: str
    models: tuple[str, ...]
    config: dict[str, Any]


#: The models of the real configs (models.py and real_trees.models), and whose rule reads them.
REAL = {
    "qwenchart-v5": ("peft", "qwen2.5-vl-7b"),
    "qwenchart-v9": ("peft", "qwen2.5-vl-7b"),
    "qwenchart-v12": ("peft", "qwen2.5-vl-7b"),
    "qwenchart-v13": ("peft", "qwen2.5-vl-7b"),
    "qwenchart-v14": ("peft", "qwen2.5-vl-7b"),
    "qwenchart-v17": ("peft", "gemma-3-12b-it"),
    "smolvlm-256m-hw4": ("peft", "smolvlm-256m"),
    "bert-base-seqcls": ("peft", "bert-base-seqcls"),
    "whisper-large-v3-turbo": ("peft", "whisper-large-v3-turbo"),
    "paddleocr-vl": ("peft", "paddleocr-vl"),
    "gemma-4-26b-a4b": ("peft", "gemma-4-26b-a4b"),
    "lfm2-8b-a1b": ("peft", "lfm2-8b-a1b"),
    "qwen3.5-4b-ebft": ("peft", "qwen3.5-4b"),
    "llava-1.5-7b": ("peft", "llava-1.5-7b.tf5.24"),
    "qwen2-vl-7b": ("peft", "qwen2-vl-7b"),
    "gemma-4-e2b-echo": ("peft", "gemma-4-e2b"),
    "fp8-dynamic": ("compressed-tensors", "llava-1.5-7b.tf5.24", "gemma-3-12b-it", "qwen2-vl-7b", "llama-4-scout"),
    "qwen3-vl-30b-a3b.llm-compressor": ("compressed-tensors", "qwen3-vl-30b-a3b"),
    "kimi-k2.6.llm-compressor": ("compressed-tensors", "kimi-k2.6"),
    "gpt-oss-120b-hf": ("transformers", "gpt-oss-120b"),
}

#: Why the other real configs are not asked.
OUT_OF_SCOPE = {
    "baichuan2-7b-wpack": "the model's code is on the Hub only, transformers has no such class",
    "mixtral-8x22b-unfrozen": "axolotl reads unfrozen_parameters; it is not on PyPI without CUDA packages",
    "gemma-3-4b-unfrozen": "axolotl reads unfrozen_parameters; it is not on PyPI without CUDA packages",
    "ministral3-3b": "NeMo Automodel reads exclude_modules as a wildcard",
    "minimax-2.1": "llama.cpp reads --override-tensor, on the tensors of a GGUF file",
    "openflamingo-mmgpt": "the repository has a matcher and a model of its own",
    "gpt-oss-120b": "llama.cpp reads --override-tensor, on the tensors of a GGUF file",
}


def lines_of(name: str) -> list[dict[str, Any]]:
    with open(os.path.join(DATA, name), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def real_config(row: dict[str, Any], library: str) -> dict[str, Any]:
    """The config as the library itself takes it."""
    config: dict[str, Any] = row["config"]
    if library == "transformers":
        # Published with mxfp4, whose quantizer fetches kernels from the Hub; all methods read the list alike.
        return {"quantization_config": {"quant_method": "bitnet", **config}}
    if library == "compressed-tensors":
        group = {"targets": config.get("targets", ["Linear"]), "weights": {"num_bits": 8, "type": "float", "strategy": "channel"}}
        return {"quantization_config": {"quant_method": "compressed-tensors", "format": "float-quantized", "ignore": config["ignore"],
                                        "config_groups": {"group_0": group}}}
    members = {"peft_type": "LORA", "r": 2}
    for key, value in config.items():  # axolotl's names for the members of PEFT
        members[key.removeprefix("lora_")] = value
    return members


def configs() -> list[Asked]:
    asked = [Asked(row["id"], row["library"], tuple(row["models"]), row["config"]) for row in lines_of("picked-configs.jsonl")]
    for row in lines_of("real-configs.jsonl"):
        if row["id"] not in OUT_OF_SCOPE:
            library, *models = REAL[row["id"]]
            asked.append(Asked(row["id"], library, tuple(models), real_config(row, library)))
    return asked
