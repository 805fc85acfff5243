# SPDX-License-Identifier: Apache-2.0
"""The names that an ignored scope of NNCF matches, by calling the installed NNCF.

    python -m overmatch.adapters.nncf RULE
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from overmatch.adapters._loaded import load
from overmatch.adapters._main import Matcher, main

MARKER = "{re}"
RULES = {
    "ignored_scope": "nncf: names, and patterns with the marker {re}, through get_matched_ignored_scope_info",
    "matches_any": "the legacy reader of such lists, which removes the marker everywhere and searches",
}


@functools.lru_cache(maxsize=None)
def _matched() -> Callable[..., Any]:
    given = {"re": re, "IgnoredScope": SimpleNamespace}
    matched: Callable[..., Any] = load("nncf", "scopes.py", ["get_matched_ignored_scope_info"], given)["get_matched_ignored_scope_info"]
    return matched


@functools.lru_cache(maxsize=None)
def _matches_any() -> Callable[[str, list[str]], bool]:
    matches: Callable[[str, list[str]], bool] = load("nncf", "common/scopes.py", ["matches_any"], {"re": re})["matches_any"]
    return matches


def _ignored_scope(patterns: list[str], modules: list[str]) -> list[bool]:
    scope = SimpleNamespace(
        names=[entry for entry in patterns if not entry.startswith(MARKER)],
        patterns=[entry[len(MARKER):] for entry in patterns if entry.startswith(MARKER)],
        types=[], subgraphs=[], validate=False,
    )
    graph = SimpleNamespace(
        nodes={at: SimpleNamespace(node_name=name) for at, name in enumerate(modules)}, get_nodes_by_types=lambda types: []
    )
    _, matches = _matched()(scope, [graph])
    ignored = set(matches["names"]) | set(matches["patterns"])
    return [name in ignored for name in modules]


def _legacy(patterns: list[str], modules: list[str]) -> list[bool]:
    return [_matches_any()(name, patterns) for name in modules]


def matcher(rule: str) -> Matcher:
    """A rule of RULES as the installed NNCF has it. Raises Unavailable if it has it not."""
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}: it is one of {', '.join(RULES)}")
    (_matched if rule == "ignored_scope" else _matches_any)()
    return _ignored_scope if rule == "ignored_scope" else _legacy


if __name__ == "__main__":
    main("nncf", RULES, matcher, sys.argv[1:])
