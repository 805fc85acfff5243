# SPDX-License-Identifier: Apache-2.0
"""The config that torchao's FqnToConfig gives to each module, by calling the installed torchao.

    python -m overmatch.adapters.torchao RULE

Its dictionary becomes a list with labels; of entries that repeat, the first stays. Modules have no parameters here.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from overmatch.adapters._loaded import load
from overmatch.adapters._main import LabelledMatcher, main

RULES = {"fqn_to_config": "torchao: names, regexes and _default, through _fqn_to_config_handler"}


class _Config(str):
    """A label in place of a config."""


class _Module:
    def named_parameters(self) -> list[Any]:
        return []


@functools.lru_cache(maxsize=None)
def _handler() -> Callable[..., Any]:
    given = {"re": re, "_QUANTIZE_CONFIG_HANDLER": {_Config: lambda module, config, **_: config}}
    handler: Callable[..., Any] = load("torchao", "quantization/quant_api.py", ["_fqn_to_config_handler"], given)["_fqn_to_config_handler"]
    return handler


def _labels(patterns: list[str], modules: list[str], labels: list[str | None]) -> list[str | None]:
    entries: dict[str, _Config | None] = {}
    for entry, label in zip(patterns, labels):
        entries.setdefault(entry, None if label is None else _Config(label))
    for entry in entries:  # or a bad regex would be noticed only where no earlier entry matches
        if entry.startswith("re:"):
            re.compile(entry[3:])
    config = SimpleNamespace(fqn_to_config=entries)
    module = _Module()
    given = [_handler()(module, name, config) for name in modules]
    return [None if one is module else str(one) for one in given]


def matcher(rule: str) -> LabelledMatcher:
    """A rule of RULES as the installed torchao has it. Raises Unavailable if it has it not."""
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}: it is one of {', '.join(RULES)}")
    _handler()
    return _labels


if __name__ == "__main__":
    main("torchao", RULES, matcher, sys.argv[1:])
