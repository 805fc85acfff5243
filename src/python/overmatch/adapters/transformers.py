# SPDX-License-Identifier: Apache-2.0
"""Transformers' rule for modules that quantization skips, by calling the installed Transformers.

    python -m overmatch.adapters.transformers RULE

Imports only the file with the rule: all of Transformers takes seconds and needs torch.
"""

from __future__ import annotations

import functools
import importlib
import sys
from typing import Any

from overmatch.adapters._absent import hollow, stand_in_for
from overmatch.adapters._main import Matcher, Unavailable, main, version

RULES = {
    "modules_to_not_convert": "segment: modules_to_not_convert of quantization configs, through should_convert_module",
    "skip": "transformers-skip: the same, with bad regexes rejected wherever they stand",
}


@functools.lru_cache(maxsize=None)
def _should_convert_module() -> Any:
    installed = version("transformers")
    stand_in_for(["torch", "numpy"])
    if "transformers" not in sys.modules:
        hollow("transformers")
        hollow("transformers.quantizers")
    try:
        utils = importlib.import_module("transformers.quantizers.quantizers_utils")
        return utils.should_convert_module
    except (ImportError, AttributeError):
        raise Unavailable(f"transformers {installed} has no should_convert_module: it came with 5.0") from None


def _modules_to_not_convert(patterns: list[str], modules: list[str]) -> list[bool]:
    should_convert = _should_convert_module()
    return [not should_convert(module, patterns) for module in modules]


def _skip(patterns: list[str], modules: list[str]) -> list[bool]:
    should_convert = _should_convert_module()
    for pattern in patterns:  # or a bad regex would be noticed only where no earlier one matches
        should_convert("", [pattern])
    return _modules_to_not_convert(patterns, modules)


def matcher(rule: str) -> Matcher:
    """Returns a rule of RULES of the installed Transformers. Raises Unavailable if it lacks the rule."""
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}: it is one of {', '.join(RULES)}")
    _should_convert_module()
    return _skip if rule == "skip" else _modules_to_not_convert


if __name__ == "__main__":
    main("transformers", RULES, matcher, sys.argv[1:])
