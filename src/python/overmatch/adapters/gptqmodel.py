# SPDX-License-Identifier: Apache-2.0
"""The override that GPTQModel's `dynamic` gives to each module, by calling the installed GPTQModel.

    python -m overmatch.adapters.gptqmodel RULE

Without the package pcre, Python's re stands in for it: they agree on the portable core. Of entries that repeat, the first stays.
"""

from __future__ import annotations

import copy
import functools
import importlib
import re
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from overmatch.adapters._absent import is_installed
from overmatch.adapters._loaded import load
from overmatch.adapters._main import LabelledMatcher, main

RULES = {"dynamic": "gptqmodel: regexes with signs and labels, through _resolve_dynamic_override"}


@functools.lru_cache(maxsize=None)
def _resolve() -> Callable[..., Any]:
    names = ["_resolve_dynamic_override", "_get_dynamic_patterns", "_extract_literal_regex_pattern"]
    caches: dict[str, Any] = {name: {} for name in (
        "_DYNAMIC_PATTERN_CACHE", "_DYNAMIC_EXACT_LOOKUP_CACHE", "_DYNAMIC_ALL_EXACT_CACHE", "_DYNAMIC_REGEX_PATTERN_CACHE")}
    found: dict[Any, Any] = {}
    given = {
        "copy": copy, "pcre": importlib.import_module("pcre" if is_installed("pcre") else "re"), **caches,
        "_DYNAMIC_CACHE_LOCK": threading.RLock(), "_DYNAMIC_NO_MATCH": object(), "_dynamic_lock_for": lambda dynamic: nullcontext(),
        "_dynamic_cache_key": lambda dynamic: repr(list(dynamic.items())), "_dynamic_override_cache_for": lambda dynamic: found,
    }
    resolve: Callable[..., Any] = load("gptqmodel", "quantization/config.py", names, given)["_resolve_dynamic_override"]
    return resolve


def _labels(patterns: list[str], modules: list[str], labels: list[str | None]) -> list[str | None]:
    dynamic: dict[str, dict[str, str | None]] = {}
    for entry, label in zip(patterns, labels):
        dynamic.setdefault(entry, {"label": label})
    try:
        given = [_resolve()(dynamic, name) for name in modules]
        _resolve()(dynamic, "")  # compiles the patterns
    except ValueError as error:
        raise re.error(str(error)) from error
    return [one["label"] if one else None for one in given]


def matcher(rule: str) -> LabelledMatcher:
    """A rule of RULES as the installed GPTQModel has it. Raises Unavailable if it has it not."""
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}: it is one of {', '.join(RULES)}")
    _resolve()
    return _labels


if __name__ == "__main__":
    main("gptqmodel", RULES, matcher, sys.argv[1:])
