# SPDX-License-Identifier: Apache-2.0
"""The style that a plan of PyTorch's parallelize_module gives to each module, by calling the installed torch.

    python -m overmatch.adapters.dtensor RULE

Only the file with the rule is read. It applies every entry that matches; the first one is the module's label.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from fnmatch import fnmatch
from types import SimpleNamespace
from typing import Any

from overmatch.adapters._loaded import load
from overmatch.adapters._main import LabelledMatcher, main

RULES = {"plan": "dtensor: a glob for each segment, with labels, through parallelize_module"}
_UNSET = object()


class _Node:
    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.label: object = _UNSET

    def named_children(self) -> list[tuple[str, _Node]]:
        return list(self.children.items())


class _Style:
    """A label in place of a ParallelStyle."""

    def __init__(self, label: str | None):
        self.label = label
        self.src_data_rank = None

    def _apply(self, module: _Node, mesh: object) -> _Node:
        if module.label is _UNSET:
            module.label = self.label
        return module


@functools.lru_cache(maxsize=None)
def _parallelize() -> Callable[..., Any]:
    log = SimpleNamespace(_C=SimpleNamespace(_log_api_usage_once=lambda name: None))
    given = {"torch": log, "fnmatch": fnmatch, "ParallelStyle": _Style, "warnings": SimpleNamespace(warn=lambda *_, **__: None)}
    found: Callable[..., Any] = load("torch", "distributed/tensor/parallel/api.py", ["parallelize_module"], given)["parallelize_module"]
    return found


def _labels(patterns: list[str], modules: list[str], labels: list[str | None]) -> list[str | None]:
    root = _Node()
    nodes = []
    for name in modules:
        node = root
        for segment in name.split(".") if name else []:
            node = node.children.setdefault(segment, _Node())
        nodes.append(node)
    for entry, label in zip(patterns, labels):
        _parallelize()(root, "mesh", {entry: _Style(label)})
    return [None if node.label is _UNSET else node.label for node in nodes]  # type: ignore[misc]


def matcher(rule: str) -> LabelledMatcher:
    """A rule of RULES as the installed torch has it. Raises Unavailable if it has it not."""
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}: it is one of {', '.join(RULES)}")
    _parallelize()
    return _labels


if __name__ == "__main__":
    main("torch", RULES, matcher, sys.argv[1:], "dtensor")
