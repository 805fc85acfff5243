# SPDX-License-Identifier: Apache-2.0
"""Property-based testing of module-name matchers: does one ever select a module that its author did not mean?

    import overmatch

    def test_matcher():
        overmatch.check(my_matcher, mode="segment")

`my_matcher(patterns, modules)` takes two lists of str and returns an iterable of bool, one a module, or of the names of the
selected modules. `overmatch.modes` lists the modes; `select` says what they mean, and is the reference of each. With
`order="first"` or `order="last"` it is a list with labels: `my_matcher(patterns, modules, labels)` returns one label a module, or None.
"""

from __future__ import annotations

try:
    from overmatch import _core
except ImportError as error:
    raise ImportError(f"this wheel of overmatch holds the program, but no module for this Python: {error}") from error
from overmatch import peft
from overmatch._audit import Advice, Audit, AuditFailed, AuditFinding, Entry, MemberAdvice, NotJudged, Refusal, Remedy, audit
from overmatch._case import Case, cases, read_case, saved_cases
from overmatch._check import Finding, Incomplete, Interrupted, LabelledMatcher, Matcher, Report, Violation, check, replay
from overmatch._compare import Comparison, Difference, compare
from overmatch._lock import LockChange, LockCheck, LockChanged, check_lock, lock
from overmatch._prove import Proof, prove
from overmatch._select import Rejected, read_tree, select
from overmatch._tree import Tree, tree
from overmatch._types import AuditKind, Mode, Order, Severity, Verdict
from overmatch_program import corpus_folder

#: The modes, by which a pattern selects modules; see `select`.
modes: tuple[Mode, ...] = _core.modes
#: The names of the properties that `check` tests, for example for its argument `properties`.
properties: tuple[str, ...] = _core.properties

__all__ = [
    "Advice",
    "Audit",
    "AuditFailed",
    "AuditFinding",
    "AuditKind",
    "Case",
    "Comparison",
    "Difference",
    "Entry",
    "Finding",
    "Incomplete",
    "Interrupted",
    "LabelledMatcher",
    "Matcher",
    "LockChange",
    "LockChanged",
    "LockCheck",
    "MemberAdvice",
    "Mode",
    "NotJudged",
    "Order",
    "Proof",
    "Refusal",
    "Rejected",
    "Remedy",
    "Report",
    "Severity",
    "Tree",
    "Verdict",
    "Violation",
    "audit",
    "cases",
    "check",
    "check_lock",
    "compare",
    "corpus_folder",
    "lock",
    "modes",
    "peft",
    "properties",
    "prove",
    "read_case",
    "read_tree",
    "replay",
    "saved_cases",
    "select",
    "tree",
]
