# SPDX-License-Identifier: Apache-2.0
"""Checking a matcher: the same campaign that the command line runs, in this process."""

from __future__ import annotations

import json
import operator
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Union

from overmatch import _core
from overmatch._case import Case
from overmatch._numbers import MOST_CASES, MOST_SEED, USUAL_CASES, checked_seconds, whole_number
from overmatch._select import RE_IS_REFERENCE, Rejected

#: matcher(patterns, modules) -> an iterable of bool, one a module, or of the names of the selected modules. It must not print
#: to learn anything, and raises Rejected (or re.error) to reject the patterns; any other exception is a finding.
Matcher = Callable[[list[str], list[str]], Union[Iterable[bool], Iterable[str]]]

_REJECTIONS = (Rejected, re.error)


@dataclass(frozen=True)
class Finding:
    """A law that the matcher broke."""

    #: The law's name, e.g. "agreement".
    property: str
    #: "property/direction/kind": what `accept` of `check` takes.
    id: str
    #: One sentence: "selects `aa` for the pattern `a`: overmatch, glued-prefix".
    headline: str
    #: The smallest case that shows it.
    case: Case
    #: What the matcher selects in it: paths, None if it rejects the patterns or gives no answer.
    selected: tuple[str, ...] | None
    #: Whether all smaller cases were tried, and pass.
    minimal: bool
    #: What people read: the drawn tree, the law, how small it is.
    text: str
    #: Of what the matcher raised, or "".
    traceback: str
    #: Where it was saved, or "".
    file: str
    #: All that the report says of it, as `overmatch check --json` writes it.
    data: dict[str, Any]


@dataclass(frozen=True)
class Report:
    """What a check did and found."""

    subject: str
    mode: str
    #: Cases tried.
    cases: int
    findings: tuple[Finding, ...]
    #: What people read.
    text: str
    #: The report as `overmatch check --json` writes it.
    data: dict[str, Any]


class Violation(AssertionError):
    """The matcher broke a law. Its text is the minimal case, the drawn tree and the replay line; `report` has the rest."""

    def __init__(self, report: Report):
        super().__init__(report.text)
        self.report = report


class Interrupted(KeyboardInterrupt):
    """A check was interrupted (Ctrl-C). Its text is the report of what was found until then, not reduced; `report` has the rest."""

    def __init__(self, report: Report):
        super().__init__(report.text)
        self.report = report


def _raise_what_ended(error: BaseException | None, report: Report) -> None:
    """Raises what ended a search before its time. What was found until then is told with it."""
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


# pytest shows the lines of the test, not ours, before what was found or what is wrong with a call.
_HIDDEN_FROM_PYTEST = operator.methodcaller("errisinstance", (Violation, ValueError))


def corpus_folder() -> str:
    """The folder of the saved cases (`cases`) and the real models' trees (`trees`) that come with overmatch."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "_corpus")


def _name_of(matcher: Matcher) -> str:
    name = getattr(matcher, "__qualname__", None) or type(matcher).__qualname__
    return name.replace("<locals>.", "")


def _names(names: Iterable[str] | str) -> list[str]:
    """One name is a list of one: letter by letter it would mean something else (`*` accepts every finding)."""
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
        selected = violation["selected"]
        findings.append(
            Finding(
                property=violation["property"],
                id=violation["id"],
                headline=violation["headline"],
                case=case,
                selected=tuple(selected) if isinstance(selected, list) else None,
                minimal=violation["minimal"] == "proved",
                text=text,
                traceback=traceback,
                file=case.file,
                data=violation,
            )
        )
        texts.append(f"\n{number + 1}. {text}")
    return Report(name, data["mode"], data["cases"], tuple(findings), "\n".join(texts[:1]) + "\n" + "".join(texts[1:]), data)


def check(
    matcher: Matcher,
    mode: str = "segment",
    *,
    cases: int | None = None,
    seconds: float = 0,
    seed: int = 1,
    exhaustive: bool = True,
    properties: Iterable[str] | str = (),
    corpus: bool | Iterable[str | os.PathLike[str]] = True,
    trees: bool | Iterable[str | os.PathLike[str]] = False,
    wide: bool | None = None,
    accept: Iterable[str] | str = (),
    save: str | os.PathLike[str] | None = None,
    name: str | None = None,
    fail: bool = True,
) -> Report:
    """Tests a matcher against every law of the mode, and raises Violation (an AssertionError) with the smallest case that breaks one.

    Asked are saved cases, small cases without exception, long names, and random ones (fewer once something is found). That takes
    at most 15 seconds, and of a slow matcher the report says what was left out, unless `cases` or `seconds` is given.
    The matcher runs in this process: a crash of it is ours, and one that hangs is ended by Ctrl-C.

    - mode: endswith, segment, exact, subtree or regex, see `select`
    - cases: so many random cases, however long it takes; None: 1000, within the 15 seconds
    - seconds: random cases for so long instead of `cases`; what is found then depends on the machine
    - seed: of the random cases; the same seed gives the same report
    - exhaustive: False leaves out the small and the long cases
    - properties: only these laws, of `overmatch.properties`
    - corpus: saved cases: True for overmatch's own, or files and folders
    - trees: module trees of real models: True for overmatch's own (some 200), or files and folders
    - wide: regexes beyond what Python, PCRE2 and RE2 read alike (look-around, back-references, classes beyond ASCII). None asks
      them where this Python's `re` is the reference, from 3.11.5 on; False is for a matcher on another engine
    - accept: ids of findings that are known and wanted, `*` for any part
    - save: a folder for the minimal cases, one file each, for `replay` and `saved_cases`
    - name: what the report calls the matcher
    - fail: False returns the report of a matcher that is wrong, too

    Raises ValueError for an unknown mode or property, numbers out of bounds and files that can't be read or written, all before
    the matcher is asked; and Interrupted (a KeyboardInterrupt) with what was found when Ctrl-C ends it.
    """
    __tracebackhide__ = _HIDDEN_FROM_PYTEST
    search = _core.Search()
    search.mode = mode
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
    search.save = "" if save is None else os.fspath(save)
    if "\0" in search.save:
        raise ValueError(f"save is {search.save!r}: a path holds no NUL")
    name = name or _name_of(matcher)
    result = _core.check(matcher, name, _REJECTIONS, search)
    report = _to_report(result, name)
    _raise_what_ended(result.error, report)
    if report.cases == 0:
        raise ValueError("nothing to try: no saved cases of the mode, no small, real or random ones")
    if fail and report.findings:
        raise Violation(report)
    return report


def replay(
    matcher: Matcher,
    case: Case | str | os.PathLike[str],
    *,
    properties: Iterable[str] | str = (),
    shrink: bool = False,
    name: str | None = None,
    fail: bool = True,
) -> Report:
    """Puts one case to a matcher: a Case, the file of one, or its JSON. Raises Violation if it breaks a law on it.

    - properties: only these laws
    - shrink: makes the case minimal first
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
    name = name or _name_of(matcher)
    result = _core.replay(matcher, name, _REJECTIONS, text, file or "case", _names(properties), shrink)
    report = _to_report(result, name)
    _raise_what_ended(result.error, report)
    if fail and report.findings:
        raise Violation(report)
    return report
