# SPDX-License-Identifier: Apache-2.0
"""Pairs of a model and a config on which the audit once differed from PEFT: python -m real_peft.odd, in tests/python.

Prints one JSON object a line, as live.py does. A model is one of transformers with two layers on the meta device, or one of torch
alone. test_real_peft.py reads them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import torch
import transformers

from .ask import ask, knows
from .live import audited, difference

LORA, NORMS, TOKENS = {"peft_type": "LORA"}, {"peft_type": "LN_TUNING"}, {"peft_type": "TRAINABLE_TOKENS"}
TWO = ("num_hidden_layers", "encoder_layers", "decoder_layers", "num_layers", "n_layer")

#: Classes of transformers and their configs, with members to change.
MODELS: dict[str, tuple[str, dict[str, Any]]] = {
    "BigBirdPegasusForQuestionAnswering": ("BigBirdPegasusConfig", {}),
    "Llama4TextModel": ("Llama4TextConfig", {"num_local_experts": 2}),
    "PPDocLayoutV3Model": ("PPDocLayoutV3Config", {}),
    "SolarOpenModel": ("SolarOpenConfig", {"n_routed_experts": 4}),
    "T5Gemma2ForSequenceClassification": ("T5Gemma2Config", {}),
    "XCLIPModel": ("XCLIPConfig", {}),
}


class Mine(torch.nn.Linear):
    """A subclass of a linear layer."""


class Toy(torch.nn.Module):
    """Modules of torch that PEFT reads in ways of their own."""

    def __init__(self) -> None:
        super().__init__()
        linear = torch.nn.Linear
        self.plain = linear(16, 16)
        self.mine = Mine(16, 16)
        self.block = torch.nn.Sequential(linear(16, 16), torch.nn.LayerNorm(16), torch.nn.GELU())
        self.bare = torch.nn.LayerNorm(16, elementwise_affine=False)
        self.uneven = torch.nn.MultiheadAttention(16, 2, kdim=8, vdim=8)
        self.layers = torch.nn.ModuleList(torch.nn.ModuleDict({"q": linear(16, 16)}) for _ in range(2))
        self.again = self.block


class Flora(torch.nn.Module):
    """A name with the prefix of an adapter."""

    def __init__(self) -> None:
        super().__init__()
        self.flora_proj = torch.nn.Linear(16, 16)
        self.plain = torch.nn.Linear(16, 16)


PARAMETER = {**LORA, "target_modules": ["layers.0.q"], "target_parameters": ["plain.weight"]}
PAIRS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("BigBirdPegasusForQuestionAnswering", {**LORA, "target_modules": ["v_proj"], "trainable_token_indices": [0, 1]}),
    ("BigBirdPegasusForQuestionAnswering", {**TOKENS, "token_indices": [0, 1]}),
    ("Llama4TextModel", {**NORMS, "target_modules": ["qk_norm", "input_layernorm"]}),
    ("Llama4TextModel", {**NORMS, "target_modules": ["input_layernorm"]}),
    ("PPDocLayoutV3Model", {**LORA, "target_modules": ["v_proj"]}),
    ("PPDocLayoutV3Model", {**NORMS, "target_modules": ["normalization"]}),
    ("SolarOpenModel", {**LORA, "target_modules": ["gate_proj", "up_proj", "layers.1.self_attn.k_proj"], "fan_in_fan_out": True}),
    ("SolarOpenModel", {**LORA, "target_modules": ["gate_proj", "up_proj"], "fan_in_fan_out": True}),
    ("T5Gemma2ForSequenceClassification", {**TOKENS, "token_indices": [0, 1]}),
    ("XCLIPModel", {"peft_type": "P_TUNING", "num_virtual_tokens": 4, "task_type": "FEATURE_EXTRACTION"}),
    ("Toy", {**PARAMETER, "modules_to_save": ["plain"]}),
    ("Toy", {**PARAMETER, "modules_to_save": ["mine"]}),
    ("Toy", {**PARAMETER, "bias": "lora_only"}),
    ("Toy", {"peft_type": "GLORA", "target_modules": ["mine"]}),
    ("Toy", {"peft_type": "GLORA", "target_modules": ["plain"]}),
    ("Toy", {**NORMS, "target_modules": ["block", "block.1"]}),
    ("Toy", {**NORMS, "target_modules": ["block"]}),
    ("Toy", {**NORMS, "target_modules": ["block.2"]}),
    ("Toy", {**NORMS, "target_modules": ["bare"]}),
    ("Toy", {**LORA, "target_modules": ["uneven"]}),
    ("Toy", {**LORA, "target_modules": ["plain"], "modules_to_save": ["again"]}),
    ("Toy", {**LORA, "target_modules": ["plain"], "modules_to_save": ["again.1"]}),
    ("Toy", {**LORA, "target_modules": ["plain"], "layer_replication": [[0, 2], [1, 2]]}),
    ("Flora", {**LORA, "target_modules": ["plain"]}),
)


def build(name: str) -> torch.nn.Module | None:
    if name in MODELS:
        config_name, members = MODELS[name]
        kind, config_kind = getattr(transformers, name, None), getattr(transformers, config_name, None)
        if kind is None or config_kind is None:
            return None
        with torch.device("meta"):
            model: torch.nn.Module = kind(shortened(config_kind(**members)))
        return model
    return {"Toy": Toy, "Flora": Flora}[name]()


def shortened(config: Any) -> Any:
    """The config with two layers in each of its parts."""
    for member, value in list(vars(config).items()):
        if isinstance(value, transformers.PretrainedConfig):
            shortened(value)
        elif member in TWO and isinstance(value, int):
            setattr(config, member, 2)
        elif member == "layer_types" and isinstance(value, list):
            config.layer_types = value[:2]
    return config


def rows() -> Iterator[dict[str, Any]]:
    models: dict[str, torch.nn.Module | None] = {}
    for name, members in PAIRS:
        if name not in models:
            models[name] = build(name)
        model = models[name]
        if model is None or not knows(members):
            continue
        answer, audit = ask(model, members, low_cpu_mem_usage=name in MODELS), audited(model, members)
        names = {parameter for parameter, _ in model.named_parameters()}
        yield {"model": name, "config": members, "peft": answer.facts(), "audit": audit, "differs": difference(answer, audit, names)}


if __name__ == "__main__":
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    for row in rows():
        print(json.dumps(row), flush=True)
