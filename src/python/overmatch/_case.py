# SPDX-License-Identifier: Apache-2.0
"""Cases: generated, saved or of one's own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from overmatch import _core
from overmatch._numbers import MOST_CASES, MOST_SEED, whole_number
from overmatch._types import Mode


@dataclass(frozen=True)
class Case:
    """One question: which of these modules do these patterns select in this mode?"""

    mode: Mode
    patterns: tuple[str, ...]
    modules: tuple[str, ...]
    #: What the reference of the mode selects, in the order of `modules`; None if it rejects the patterns.
    expected: tuple[str, ...] | None
    #: The subtree that the author of the patterns meant, where that is known.
    intended: str | None = None
    #: The file it was read from; "" for a generated case.
    file: str = field(default="", compare=False)

    @classmethod
    def make(cls, mode: Mode, patterns: list[str], modules: list[str], intended: str | None = None) -> Case:
        """Makes a case and computes `expected`. Raises ValueError for malformed or repeated module paths."""
        return cls.from_json(_core.make_case(mode, list(patterns), list(modules), intended))

    @classmethod
    def from_json(cls, text: str, file: str = "") -> Case:
        """Parses the text of a case file that overmatch wrote."""
        data = json.loads(text)
        expected = None if data["expected"] == "rejected" else tuple(data["expected"])
        return cls(data["mode"], tuple(data["patterns"]), tuple(data["modules"]), expected, data.get("intended"), file)

    def to_json(self) -> str:
        """Formats the case as one line of JSON, as in case files."""
        return _core.make_case(self.mode, list(self.patterns), list(self.modules), self.intended)


def cases(mode: Mode = "segment", count: int | None = None, seed: int = 1, *, wide: bool = False) -> Iterator[Case]:
    """Generates random cases with their answers: modules, decoys that resemble them, and patterns about both. The same seed gives the
    same cases everywhere; without `count` there is no end. `wide` adds regexes beyond those that Python, PCRE2 and RE2 read alike.
    Raises ValueError for an unknown mode and for numbers out of bounds."""
    if count is not None:
        count = whole_number("count", count, 0, MOST_CASES)
    seed = whole_number("seed", seed, 0, MOST_SEED)
    source = _core.Cases(mode, seed, wide)

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


def saved_cases(folder: str | os.PathLike[str], mode: Mode | None) -> list[Case]:
    """Reads the saved cases of a folder and its subfolders, sorted by path: those of this mode, or all for None. (A correct matcher of
    one mode fails cases of another.) Raises ValueError as `read_case` does."""
    read = [read_case(file) for file in _core.case_files(os.fspath(folder))]
    return [case for case in read if mode is None or case.mode == mode]
