# SPDX-License-Identifier: Apache-2.0
"""Lets the real transformers and compressed-tensors pick: the modules of a model that each of them would quantize.

PEFT is asked by real_peft.ask.
"""

from __future__ import annotations

import copy
import logging
from dataclasses import dataclass
from typing import Any

import torch
from compressed_tensors.quantization import QuantizationConfig, apply_quantization_config
from transformers import BitNetQuantConfig, FineGrainedFP8Config
from transformers.integrations.finegrained_fp8 import FP8Experts
from transformers.quantizers.quantizer_bitnet import BitNetHfQuantizer
from transformers.quantizers.quantizer_finegrained_fp8 import FineGrainedFP8HfQuantizer

logging.getLogger("compressed_tensors").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Picked:
    modules: frozenset[str]  # those that are quantized
    added: tuple[str, ...] = ()  # entries that the library added to the list of the config


QUANTIZERS = {"fp8": (FineGrainedFP8HfQuantizer, FineGrainedFP8Config), "bitnet": (BitNetHfQuantizer, BitNetQuantConfig)}


def transformers_picks(model: torch.nn.Module, config: dict[str, Any]) -> Picked:
    """By a quantizer, which replaces modules before it loads weights. Those of other methods need a GPU or files of the Hub."""
    quantization = config["quantization_config"]
    entries = quantization["modules_to_not_convert"]
    quantizer_class, config_class = QUANTIZERS[quantization["quant_method"]]
    quantizer = quantizer_class(config_class(modules_to_not_convert=entries))
    replaced = copy.deepcopy(model)
    fresh = FP8Experts.__init__
    try:
        quantizer._process_model_before_weight_loading(replaced)
    finally:
        FP8Experts.__init__ = fresh  # transformers wraps it once more for each layer, until Python's stack ends
    before = dict(model.named_modules())
    changed = frozenset(name for name, module in replaced.named_modules() if name in before and type(module) is not type(before[name]))
    return Picked(changed, tuple(sorted(set(quantizer.modules_to_not_convert) - set(entries or ()))))


def compressed_tensors_picks(model: torch.nn.Module, config: dict[str, Any]) -> dict[str, int]:
    """The bits that each quantized module gets."""
    quantized = copy.deepcopy(model)
    apply_quantization_config(quantized, QuantizationConfig.model_validate(config["quantization_config"]), show_progress=False)
    return {name: module.quantization_scheme.weights.num_bits for name, module in quantized.named_modules()
            if hasattr(module, "quantization_scheme")}
