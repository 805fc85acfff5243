# SPDX-License-Identifier: Apache-2.0
"""The attributes that a quantizer list of NVIDIA ModelOpt gives to each quantizer, by calling the installed ModelOpt.

    python -m overmatch.adapters.modelopt RULE

Each module is taken for a quantizer, and each entry replaces all attributes.
"""

from __future__ import annotations

import fnmatch
import functools
import re
import sys
from collections.abc import Callable
from typing import Any, cast

from overmatch.adapters._loaded import load
from overmatch.adapters._main import LabelledMatcher, main

RULES = {"quantizer_list": "modelopt: globs with labels, through set_quantizer_by_cfg"}


class _Attributes:
    """A label in place of a QuantizerAttributeConfig."""

    def __init__(self, label: str | None = None, enable: bool = True):
        self.label = label

    def model_copy(self, update: dict[str, Any]) -> _Attributes:
        return self


class _Quantizer:
    label: str | None = None

    def set_from_attribute_config(self, attributes: _Attributes) -> None:
        self.label = attributes.label


class _Sequential:
    """No module is one."""


class _Model:
    def __init__(self, names: list[str]):
        self.quantizers = {name: _Quantizer() for name in names}

    def named_modules(self) -> list[tuple[str, _Quantizer]]:
        return list(self.quantizers.items())


@functools.lru_cache(maxsize=None)
def _set_by_config() -> Callable[..., None]:
    names = ["set_quantizer_by_cfg", "set_quantizer_attributes_full", "_match_quantizer", "_normalize_fused_experts_quantizer_name",
             "_FUSED_EXPERTS_QUANTIZER_LIST_RE"]
    given = {"fnmatch": fnmatch, "re": re, "cast": cast, "Callable": Callable, "TensorQuantizer": _Quantizer,
             "SequentialQuantizer": _Sequential, "QuantizerAttributeConfig": _Attributes, "normalize_quant_cfg_list": list}
    found: Callable[..., None] = load("modelopt", "torch/quantization/conversion.py", names, given)["set_quantizer_by_cfg"]
    return found


def _labels(patterns: list[str], modules: list[str], labels: list[str | None]) -> list[str | None]:
    model = _Model(modules)
    entries = [{"quantizer_name": entry, "cfg": _Attributes(label), "enable": True} for entry, label in zip(patterns, labels)]
    _set_by_config()(model, entries)
    return [model.quantizers[name].label for name in modules]


def matcher(rule: str) -> LabelledMatcher:
    """A rule of RULES as the installed ModelOpt has it. Raises Unavailable if it has it not."""
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}: it is one of {', '.join(RULES)}")
    _set_by_config()
    return _labels


if __name__ == "__main__":
    main("nvidia-modelopt", RULES, matcher, sys.argv[1:], "modelopt")
