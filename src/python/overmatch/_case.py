# SPDX-License-Identifier: Apache-2.0
"""Cases: generated, saved or of one's own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from overmatch import _core
from overmatch._numbers import MOST_CASES, MOST_SEED, whole_number
from overmatch._labels import checked_labels
from overmatch._types import Mode, Order


@dataclass(frozen=True)
class Case:
    """One question: which of these modules do these patterns select in this mode? Of a list with labels: which label does each get?"""

    mode: Mode
    patterns: tuple[str, ...]
    modules: tuple[str, ...]
    #: What the reference of the mode selects, in the order of `modules`; None if it rejects the patterns. Of a list with labels, the
    #: modules that get one.
    expected: tuple[str, ...] | None
    #: The subtree that the author of the patterns meant, where that is known.
    intended: str | None = None
    #: The file it was read from; "" for a generated case.
    file: str = field(default="", compare=False)
    #: Of a list with labels: a label for each pattern, or None; and which entry decides, the first one or the last one.
    labels: tuple[str | None, ...] | None = None
    order: Order | None = None
    #: Of a list with labels: what each of the modules gets. None for a plain list, and if the reference rejects the patterns.
    expected_labels: tuple[str | None, ...] | None = None

    @classmethod
    def make(
        cls,
        mode: Mode,
        patterns: list[str],
        modules: list[str],
        intended: str | None = None,
        *,
        labels: Iterable[str | None] | None = None,
        order: Order | None = None,
    ) -> Case:
        """Makes a case and computes `expected`. `labels` and `order` make a list with labels, see `select`. Raises ValueError for malformed
        or repeated module paths, and for labels that are not one a pattern or have no order."""
        return cls.from_json(_core.make_case(mode, list(patterns), list(modules), intended, checked_labels(labels), order or ""))

    @classmethod
    def from_json(cls, text: str, file: str = "") -> Case:
        """Parses the text of a case file that overmatch wrote."""
        data = json.loads(text)
        expected = None if data["expected"] == "rejected" else tuple(data["expected"])
        case = cls(data["mode"], tuple(data["patterns"]), tuple(data["modules"]), expected, data.get("intended"), file)
        if "labels" not in data:
            return case
        selected = None if expected is None else tuple(path for path, label in zip(case.modules, expected) if label is not None)
        return replace(case, expected=selected, labels=tuple(data["labels"]), order=data["order"], expected_labels=expected)

    def to_json(self) -> str:
        """Formats the case as one line of JSON, as in case files."""
        labels = None if self.labels is None else list(self.labels)
        return _core.make_case(self.mode, list(self.patterns), list(self.modules), self.intended, labels, self.order or "")


def cases(
    mode: Mode = "segment", count: int | None = None, seed: int = 1, *, wide: bool = False, order: Order | None = None
) -> Iterator[Case]:
    """Generates random cases with their answers: modules, decoys that resemble them, and patterns about both. The same seed gives the
    same cases everywhere; without `count` there is no end. `wide` adds regexes beyond those that Python, PCRE2 and RE2 read alike.
    `order` makes lists with labels, see `select`. Raises ValueError for an unknown mode or order, and for numbers out of bounds."""
    if count is not None:
        count = whole_number("count", count, 0, MOST_CASES)
    seed = whole_number("seed", seed, 0, MOST_SEED)
    source = _core.Cases(mode, seed, wide, order or "")

    def stream() -> Iterator[Case]:
        made = 0
        while count is None or made < count:
            yield Case.from_json(source.next())
            made += 1

    return stream()


def read_case(file: str | os.PathLike[str]) -> Case:
    """Reads a saved case. Raises ValueError "FILE: what, where" for an unreadable file, and for one whose `expected` is not what the
    reference selects."""
    path = os.fspath(file)
    return Case.from_json(_core.case_line(path), path)


def saved_cases(folder: str | os.PathLike[str], mode: Mode | None, *, order: Order | None = None) -> list[Case]:
    """Reads the saved cases of a folder and its subfolders, sorted by path: those of this mode, or all for None. (A correct matcher of
    one mode fails cases of another.) Of a mode, the lists with labels are left out, but those in this `order`, or the mode's own. Raises ValueError as
    `read_case` does."""
    wanted = None if mode is None else _core.order_of(mode, order or "")
    read = [read_case(file) for file in _core.case_files(os.fspath(folder))]
    return [case for case in read if mode is None or (case.mode == mode and case.order in (None, wanted))]
