# SPDX-License-Identifier: Apache-2.0
"""Tests a matcher: the same campaign as on the command line, but in this process."""

from __future__ import annotations

import json
import operator
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Union, cast, overload

from overmatch import _core
from overmatch._case import Case
from overmatch._html import text_html
from overmatch._labels import check_takes_labels
from overmatch._numbers import MOST_CASES, MOST_SEED, USUAL_CASES, checked_seconds, whole_number
from overmatch._select import RE_IS_REFERENCE, Rejected
from overmatch._types import Mode, Order
from overmatch_program import corpus_folder

#: matcher(patterns, modules) -> an iterable of bool, one a module, or of the names of the selected modules. It raises
#: Rejected (or what `re.compile` raises) to reject the patterns; any other exception is a finding.
Matcher = Callable[[list[str], list[str]], Union[Iterable[bool], Iterable[str]]]

#: matcher(patterns, modules, labels) -> an iterable of labels, one a module: the label of the entry that decides, or None. Labels are
#: str or None, one a pattern. Otherwise as Matcher.
LabelledMatcher = Callable[[list[str], list[str], list[Union[str, None]]], Iterable[Union[str, None]]]

#: The folder that `check` saves minimal cases to, as the command line does.
SAVED = "overmatch-cases"

#: What a matcher raises to reject the patterns.
REJECTIONS = (Rejected, re.error, OverflowError)  # `re` raises OverflowError for "a{99999999999}"


#: The calls of `check` in this process that ended, and the cases that they tried.
tally = (0, 0)


@dataclass(frozen=True, repr=False)
class Finding:
    """A property that the matcher violates."""

    #: The property's name, for example "agreement".
    property: str
    #: "property/direction/kind": what `accept` of `check` takes.
    id: str
    #: One sentence: "selects `aa` for the pattern `a`: overmatch, glued-prefix".
    headline: str
    #: The smallest case that shows it.
    case: Case
    #: The paths that the matcher selects in it; None if it rejects the patterns or gives no answer.
    selected: tuple[str, ...] | None
    #: Of a list with labels: what the matcher gives each module. None for a plain list, and where `selected` is None.
    labels: tuple[str | None, ...] | None
    #: Whether all smaller cases were tried and pass.
    minimal: bool
    #: The finding as people read it: the drawn tree, the property, and whether the case is minimal.
    text: str
    #: The traceback of what the matcher raised, or "".
    traceback: str
    #: The file it was saved to, or "".
    file: str
    #: The finding as `overmatch check --json` writes it.
    data: dict[str, Any]

    def __str__(self) -> str:
        return self.text.rstrip("\n")

    def __repr__(self) -> str:
        return f"<Finding {self.id}: {self.headline}>"


@dataclass(frozen=True, repr=False)
class Report:
    """What a check tried and found. `print` shows the report."""

    subject: str
    mode: Mode
    #: Cases tried.
    cases: int
    findings: tuple[Finding, ...]
    #: The report as people read it.
    text: str
    #: The report as `overmatch check --json` writes it.
    data: dict[str, Any]
    _result: _core.Result = field(compare=False)

    @property
    def complete(self) -> bool:
        """Whether enough was tried for "no violation" to mean something."""
        return cast(bool, self.data["complete"])

    def __str__(self) -> str:
        return self.text.rstrip("\n")

    def __repr__(self) -> str:
        return f"<Report of {self.text.splitlines()[0]}>"

    def _repr_html_(self) -> str:
        return text_html(self.text)

    def to_html(self) -> str:
        """Returns the page that `overmatch check --html` writes."""
        return self._result.html()

    def to_junit(self) -> str:
        """Returns the XML that `overmatch check --junit` writes, for dashboards of CI."""
        return self._result.junit()

    def to_markdown(self) -> str:
        """Returns the summary that `overmatch check --format markdown` prints."""
        return self._result.markdown()


class Incomplete(UserWarning):
    """A check found nothing, but its 15 seconds ended before the saved cases and a least number of others were tried."""


class Violation(AssertionError):
    """The matcher violates a property. Its text is the minimal case, drawn, and a line that replays it; `report` has the rest."""

    def __init__(self, report: Report):
        super().__init__(report.text)
        self.report = report


class Interrupted(KeyboardInterrupt):
    """A check was interrupted (Ctrl-C). The text reports what was found so far, unreduced; `report` has the rest."""

    def __init__(self, report: Report):
        super().__init__(report.text)
        self.report = report


def _raise_what_ended(error: BaseException | None, report: Report) -> None:
    """Raises what ended a search early, together with what was found so far."""
    __tracebackhide__ = True
    if error is None:
        if report.data["interrupted"]:
            raise Interrupted(report)
        return
    if isinstance(error, KeyboardInterrupt):
        raise Interrupted(report) from error
    if report.findings:
        sys.stderr.write(report.text)
    raise error


# Makes pytest show the test's lines, not ours, for a finding or a wrong argument.
_HIDDEN_FROM_PYTEST = operator.methodcaller("errisinstance", (Violation, ValueError))


def name_of(matcher: Matcher | LabelledMatcher) -> str:
    name = getattr(matcher, "__qualname__", None) or type(matcher).__qualname__
    return name.replace("<locals>.", "")


def _names(names: Iterable[str] | str) -> list[str]:
    """Makes a list of a single name; iterating over its letters would be a mistake (`*` accepts every finding)."""
    return [names] if isinstance(names, str) else list(names)


def _paths(paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str]) -> list[str]:
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    return [os.fspath(path) for path in paths]


def _indented(text: str) -> str:
    return "".join(f"   {line}\n" if line else "\n" for line in text.rstrip("\n").split("\n"))


def _replay_line(case: Case, file: str) -> str:
    if file:
        return f"overmatch.replay(matcher, {file!r})"
    return f"overmatch.replay(matcher, {case.to_json()!r})"


def _to_report(result: _core.Result, name: str) -> Report:
    data = json.loads(result.json)
    findings = []
    texts = ["\n".join([result.verdict, *result.reservations])]
    for number, violation in enumerate(data["violations"]):
        case = Case.from_json(result.cases[number], violation["file"])
        text = result.texts[number]
        traceback = result.tracebacks[number]
        if traceback:
            text += "\n   raised by the matcher:\n" + _indented(traceback)
        text += f"   replay: {_replay_line(case, case.file)}\n"
        selected, labels = violation["selected"], violation.get("labels")
        findings.append(
            Finding(
                property=violation["property"],
                id=violation["id"],
                headline=violation["headline"],
                case=case,
                selected=tuple(selected) if isinstance(selected, list) else None,
                labels=None if labels is None else tuple(labels),
                minimal=violation["minimal"] == "proved",
                text=text,
                traceback=traceback,
                file=case.file,
                data=violation,
            )
        )
        texts.append(f"\n{number + 1}. {text}")
    return Report(name, data["mode"], data["cases"], tuple(findings), "\n".join(texts[:1]) + "\n" + "".join(texts[1:]), data, result)


@overload
def check(
    matcher: Matcher,
    mode: Mode = "segment",
    *,
    order: None = None,
    cases: int | None = None,
    seconds: float = 0,
    seed: int = 1,
    exhaustive: bool = True,
    properties: Iterable[str] | str = (),
    corpus: bool | Iterable[str | os.PathLike[str]] = True,
    trees: bool | Iterable[str | os.PathLike[str]] = False,
    wide: bool | None = None,
    accept: Iterable[str] | str = (),
    save: str | os.PathLike[str] | None = SAVED,
    name: str | None = None,
    fail: bool = True,
) -> Report: ...
@overload
def check(
    matcher: LabelledMatcher,
    mode: Mode = "segment",
    *,
    order: Order,
    cases: int | None = None,
    seconds: float = 0,
    seed: int = 1,
    exhaustive: bool = True,
    properties: Iterable[str] | str = (),
    corpus: bool | Iterable[str | os.PathLike[str]] = True,
    trees: bool | Iterable[str | os.PathLike[str]] = False,
    wide: bool | None = None,
    accept: Iterable[str] | str = (),
    save: str | os.PathLike[str] | None = SAVED,
    name: str | None = None,
    fail: bool = True,
) -> Report: ...
def check(
    matcher: Matcher | LabelledMatcher,
    mode: Mode = "segment",
    *,
    order: Order | None = None,
    cases: int | None = None,
    seconds: float = 0,
    seed: int = 1,
    exhaustive: bool = True,
    properties: Iterable[str] | str = (),
    corpus: bool | Iterable[str | os.PathLike[str]] = True,
    trees: bool | Iterable[str | os.PathLike[str]] = False,
    wide: bool | None = None,
    accept: Iterable[str] | str = (),
    save: str | os.PathLike[str] | None = SAVED,
    name: str | None = None,
    fail: bool = True,
) -> Report:
    """Tests a matcher against every property of the mode. Raises Violation (an AssertionError) with the smallest case that violates one.

    Tries saved cases, all small cases, long names and random cases (fewer after a finding). Without `cases` and `seconds` that takes
    at most 15 seconds, and one or two for a usual matcher: it has shorter lists, shorter patterns and fewer big trees then. For a slow
    matcher the report says what was not tried. The matcher runs in this process: its crash ends the process, and Ctrl-C ends a hang.

    - mode: one of `overmatch.modes`, see `select`
    - order: "first" or "last" tests a matcher of lists with labels, in which that entry decides. It is asked
      `matcher(patterns, modules, labels)` and returns a label or None for each module. Dialects have an order of their own
    - cases: how many random cases, however long they take; None: 1000, within the 15 seconds
    - seconds: how long to try random cases, instead of `cases`; the result then depends on the machine
    - seed: the seed of the random cases; the same seed gives the same report
    - exhaustive: False skips the small and the long cases
    - properties: test only these, of `overmatch.properties`
    - corpus: saved cases: True for overmatch's own, or files and folders
    - trees: module trees of real models: True for overmatch's own (some 200), or files and folders
    - wide: try regexes beyond those that Python, PCRE2 and RE2 read alike (look-around, back-references, classes beyond ASCII). None
      tries them if this Python's `re` is the reference (from 3.11.5 on); use False for a matcher on another engine
    - accept: ids of known findings, which do not count; `*` stands for any part
    - save: the folder to save minimal cases to, one file each, for `replay` and `saved_cases`; None saves none, as does the
      usual folder where the current one is not writable
    - name: the matcher's name in the report
    - fail: False returns the report instead of raising Violation

    Warns with Incomplete where the 15 seconds ended before the saved cases and 100 others were tried.

    Raises ValueError for an unknown mode, order or property, an order and a matcher that takes no labels, numbers out of bounds and
    files that cannot be read or written, all before the matcher is called; and Interrupted (a KeyboardInterrupt) with what was found so far when Ctrl-C ends it.
    """
    __tracebackhide__ = _HIDDEN_FROM_PYTEST
    if not callable(matcher):
        raise TypeError(f"a matcher is a function of (patterns, modules), not {type(matcher).__name__}")
    check_takes_labels(matcher, mode, order)
    search = _core.Search()
    search.mode = mode
    search.order = order or ""
    search.cases = whole_number("cases", USUAL_CASES if cases is None else cases, 0, MOST_CASES)
    search.seconds = checked_seconds(seconds)
    search.in_usual_time = cases is None and search.seconds == 0
    search.seed = whole_number("seed", seed, 0, MOST_SEED)
    search.exhaustive = exhaustive
    search.properties = _names(properties)
    search.corpus = [os.path.join(corpus_folder(), "cases")] if corpus is True else _paths(corpus or ())
    search.trees = [os.path.join(corpus_folder(), "trees")] if trees is True else _paths(trees or ())
    search.wide = RE_IS_REFERENCE if wide is None else wide
    search.accept = _names(accept)
    if save == SAVED and not os.access(SAVED if os.path.isdir(SAVED) else os.curdir, os.W_OK):
        save = None  # nobody asked for that folder
    search.save = "" if save is None else os.fspath(save)
    if "\0" in search.save:
        raise ValueError(f"save is {search.save!r}: a path holds no NUL")
    name = name or name_of(matcher)
    result = _core.check(matcher, name, REJECTIONS, search)
    report = _to_report(result, name)
    global tally
    tally = (tally[0] + 1, tally[1] + report.cases)
    _raise_what_ended(result.error, report)
    if report.cases == 0 and not report.data["incomplete"]:
        raise ValueError("nothing to try: no saved cases of the mode, no small, real or random ones")
    if fail and report.findings:
        raise Violation(report)
    if report.data["incomplete"] and not report.findings:
        warnings.warn(report.text.rstrip("\n"), Incomplete, stacklevel=2)
    return report


def replay(
    matcher: Matcher | LabelledMatcher,
    case: Case | str | os.PathLike[str],
    *,
    order: Order | None = None,
    properties: Iterable[str] | str = (),
    shrink: bool = False,
    name: str | None = None,
    fail: bool = True,
) -> Report:
    """Tests a matcher on one case: a Case, its file or its JSON. Raises Violation if the matcher violates a property on it.

    - order: of a matcher of lists with labels, in which it is asked a plain list, too; a case with labels has its own
    - properties: test only these
    - shrink: True makes the case minimal first
    - name, fail: as in `check`
    """
    __tracebackhide__ = _HIDDEN_FROM_PYTEST
    file = ""
    if isinstance(case, Case):
        text, file = case.to_json(), case.file
    elif isinstance(case, str) and case.lstrip().startswith("{"):
        text = case
    else:
        file = os.fspath(case)
        text = _core.case_line(file)
    name = name or name_of(matcher)
    asked = Case.from_json(_core.parsed_line(text, file or "case"))
    check_takes_labels(matcher, asked.mode, asked.order or order)
    result = _core.replay(matcher, name, REJECTIONS, text, file or "case", _names(properties), shrink, order or "")
    report = _to_report(result, name)
    _raise_what_ended(result.error, report)
    if fail and report.findings:
        raise Violation(report)
    return report
