# SPDX-License-Identifier: Apache-2.0
"""The names that compressed-tensors' `targets` and `ignore` match, by calling the installed compressed-tensors.

    python -m overmatch.adapters.compressed_tensors RULE

Only the files that hold the rule are imported; without torch, a stand-in is.
"""

from __future__ import annotations

import functools
import importlib
import sys
from typing import Any

from overmatch.adapters._absent import hollow, is_installed, stand_in_for
from overmatch.adapters._main import Unavailable, main, version

RULES = {
    "name": "exact: a target without prefix, through match_name",
    "regex": 'regex: a target with the prefix "re:", through match_name',
    "ignore": "compressed-tensors: the entries of ignore, names and regexes, through match_name",
    "targets": "compressed-tensors-targets: the targets of config groups, through match_targets",
}


@functools.lru_cache(maxsize=None)
def _utils() -> Any:
    installed = version("compressed-tensors")
    if not is_installed("torch"):
        stand_in_for(["torch", "transformers", "loguru", "pydantic", "frozendict"])
        hollow("compressed_tensors")
        hollow("compressed_tensors.utils")
    try:
        return importlib.import_module("compressed_tensors.utils.match")
    except ImportError:
        raise Unavailable(f"compressed-tensors {installed} has no utils.match: it came with 0.11") from None


def _match_name() -> Any:
    # Public from 0.13 on.
    return getattr(_utils(), "match_name", None) or _utils()._match_name


def _name(patterns: list[str], modules: list[str]) -> list[bool]:
    match_name = _match_name()
    return [any(match_name(module, pattern) for pattern in patterns) for module in modules]


def _regex(patterns: list[str], modules: list[str]) -> list[bool]:
    return _name([f"re:{pattern}" for pattern in patterns], modules)


def _ignore(entries: list[str], modules: list[str]) -> list[bool]:
    match_name = _match_name()
    for entry in entries:  # or a bad regex would be noticed only where no earlier entry matches
        match_name("", entry)
    return _name(entries, modules)


def _targets(entries: list[str], modules: list[str], labels: list[str | None]) -> list[str | None]:
    match_targets = getattr(_utils(), "match_targets", None) or _utils()._match_targets
    schemes: dict[str, str | None] = {}
    for entry, label in zip(entries, labels):
        schemes.setdefault(entry, label)
        _match_name()("", entry)  # or a bad regex would be noticed only where it is asked
    matched = [match_targets(module, None, list(schemes)) for module in modules]
    return [schemes[targets[0]] if targets else None for targets in matched]


_FUNCTIONS: dict[str, Any] = {"name": _name, "regex": _regex, "ignore": _ignore, "targets": _targets}


def matcher(rule: str) -> Any:
    """A rule of RULES as the installed compressed-tensors has it: a Matcher, or of `targets` a LabelledMatcher. Raises Unavailable if it has it not."""
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}: it is one of {', '.join(RULES)}")
    _match_name()
    return _FUNCTIONS[rule]


if __name__ == "__main__":
    main("compressed-tensors", RULES, matcher, sys.argv[1:])
