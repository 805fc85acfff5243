# SPDX-License-Identifier: Apache-2.0
"""The names of modes, orders, severities and verdicts, for type checkers."""

from __future__ import annotations

from typing import Literal

#: How a pattern selects modules: see `select`.
Mode = Literal[
    "endswith", "segment", "exact", "subtree", "regex", "prefix", "substring", "run", "glob", "path-glob", "match", "search",
    "compressed-tensors", "transformers-skip", "compressed-tensors-targets", "torchao", "llama.cpp", "gptqmodel", "modelopt",
    "nncf", "dtensor", "peft-targets",
]
#: Which entry of a list with labels decides what a module gets: the first one that matches it, or the last one.
Order = Literal["first", "last"]
Severity = Literal["note", "warning", "error"]
#: What an audit finds: see `AuditFinding`.
AuditKind = Literal[
    "collision", "re-rooting", "ambiguity", "escape", "unmatched", "overlap", "hazard", "refusal", "dead",
    "uneven", "uncovered", "layout",
]
Verdict = Literal["proved", "refuted", "undecided"]
