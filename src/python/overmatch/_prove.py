# SPDX-License-Identifier: Apache-2.0
"""Proofs about all possible names."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from overmatch import _core
from overmatch._audit import as_list
from overmatch._html import text_html
from overmatch._labels import checked_labels
from overmatch._model import in_python
from overmatch._numbers import whole_number
from overmatch._types import Mode, Order, Verdict

if TYPE_CHECKING:
    from types import EllipsisType

USUAL_STATES = 200_000
MOST_STATES = 10_000_000
MOST_ENTRIES = 1_000_000
_EXIT_STATUS: dict[Verdict, int] = {"proved": 0, "refuted": 1, "undecided": 4}


@dataclass(frozen=True, eq=False)
class Proof:
    """Whether a statement about all names is true; true if it is proved."""

    verdict: Verdict
    #: The statement in words.
    claim: str
    #: The shortest name that refutes it; None if it is not refuted.
    witness: str | None
    #: Why it is undecided, or how the witness refutes it; "" if there is nothing to say.
    why: str
    #: The report as people read it.
    text: str
    #: The result as `overmatch prove --json` writes it.
    data: dict[str, Any]
    _proved: _core.Proved = field(repr=False)

    def __str__(self) -> str:
        return _core.wrapped(self.text, shutil.get_terminal_size().columns).rstrip("\n")

    def __repr__(self) -> str:
        return f"<Proof: {self.verdict}" + (f" by {self.witness!r}>" if self.witness is not None else ">")

    def __bool__(self) -> bool:
        return self.verdict == "proved"

    def _repr_html_(self) -> str:
        return text_html(self.text)

    @property
    def exit_status(self) -> int:
        """The exit status of `overmatch prove`: 0 proved, 1 refuted, 4 undecided."""
        return _EXIT_STATUS[self.verdict]

    def to_json(self) -> str:
        """Returns the result as `overmatch prove --json` writes it."""
        return self._proved.json()

    def to_html(self) -> str:
        """Returns the page that `overmatch prove --html` writes."""
        return self._proved.html()


def prove(
    patterns: Iterable[str] | str,
    mode: Mode,
    *,
    mode_b: Mode | None = None,
    intended: str | None = None,
    within: Iterable[str] | str = (),
    includes: Iterable[str] | str = (),
    disjoint: Iterable[str] | str = (),
    same_as: Iterable[str] | str = (),
    labels: Iterable[str | None] = (),
    order: Order | None = None,
    labels_b: Iterable[str | None] = (),
    only: str | None | EllipsisType = ...,
    dead: int | None = None,
    no_overlap: tuple[int, int] | None = None,
    swap: int | None = None,
    visible: bool = False,
    states: int = USUAL_STATES,
) -> Proof:
    """Proves a statement about all possible names, or finds the shortest name that refutes it.

    >>> import overmatch
    >>> overmatch.prove("model.layers.0", "endswith", intended="model")
    <Proof: refuted by 'amodel.layers.0'>
    >>> bool(overmatch.prove("model.layers.0", "exact", within="model", mode_b="subtree"))
    True

    - patterns, mode: the statement is about the names that these patterns select in this mode, see `select`
    - intended: they select nothing outside of the subtree of this path
    - within: they select nothing that these patterns do not select
    - includes: they select everything that these patterns select
    - disjoint: they select no name that these patterns select
    - same_as: they select the same names as these patterns
    - mode_b: read those patterns in this mode; alone: both modes read `patterns` alike
    - labels, order: `patterns` are a list with these labels, one a pattern, in which the "first" or the "last" pattern that matches
      decides; it selects what it gives a label. labels_b: those of the other patterns
    - only: they select the names that get this label only; None: those that a pattern with the label None takes away
    - dead: the pattern of this number, from 1, decides no name
    - no_overlap: no name matches both patterns of these numbers
    - swap: the pattern of this number and the next may change places
    - visible: consider only names without control characters: real names have no newline, which `.` does not match
    - states: visit at most so many states

    Raises ValueError for none or several statements, an unknown mode and a regex that does not compile.
    """
    __tracebackhide__ = True  # in pytest
    request = _core.ProofRequest()
    request.mode = mode
    request.patterns = as_list(patterns)
    request.mode_b = mode_b or ""
    request.intended = intended
    request.within = as_list(within)
    request.includes = as_list(includes)
    request.disjoint = as_list(disjoint)
    request.same_as = as_list(same_as)
    request.order = order or ""
    request.labels = list(labels)
    request.labels_b = list(labels_b)
    if only is not ...:
        (label,) = checked_labels([only]) or [None]
        request.set_only(label)
    if dead is not None:
        request.dead = whole_number("dead", dead, 1, MOST_ENTRIES)
    request.no_overlap = [whole_number("no_overlap", entry, 1, MOST_ENTRIES) for entry in no_overlap or ()]
    if swap is not None:
        request.swap = whole_number("swap", swap, 1, MOST_ENTRIES)
    request.visible = visible
    request.states = whole_number("states", states, 1, MOST_STATES)
    try:
        proved = _core.prove(request)
    except ValueError as error:
        raise ValueError(in_python(str(error))) from None
    data = json.loads(proved.json())
    return Proof(cast(Verdict, proved.verdict), data["claim"], data["witness"], data["why"] or "", proved.text(), data, proved)
