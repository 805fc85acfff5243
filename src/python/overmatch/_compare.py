# SPDX-License-Identifier: Apache-2.0
"""Comparisons: on which modules do two rules disagree?"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Union

from overmatch import _core
from overmatch._audit import as_list
from overmatch._case import Case
from overmatch._check import REJECTIONS, LabelledMatcher, Matcher, name_of
from overmatch._html import text_html
from overmatch._labels import check_takes_labels, checked_labels, takes_only_labels
from overmatch._model import Model, model_text
from overmatch._numbers import MOST_CASES, MOST_SEED, whole_number
from overmatch._types import Mode, Order
from overmatch_program import corpus_folder


@dataclass(frozen=True)
class Difference:
    """A pattern and a module on which the two sides disagree."""

    #: None of a list with labels, which is asked as a whole.
    pattern: str | None
    module: str
    #: Whether each side selects the module. Of a list with labels, the label that the module gets, or None; {"rejected": True} from
    #: a side that rejects the list.
    a: bool | str | None | dict[str, bool]
    b: bool | str | None | dict[str, bool]
    #: The model; "" for a generated case.
    tree: str
    #: The shrunk case; None for a model.
    case: Case | None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Where two rules disagree; true if they agree everywhere."""

    a: str
    b: str
    differences: tuple[Difference, ...]
    #: Whether everything was compared.
    complete: bool
    #: The report as people read it.
    text: str
    _compared: _core.Compared = field(repr=False)

    def __str__(self) -> str:
        return _core.wrapped(self.text, shutil.get_terminal_size().columns).rstrip("\n")

    def __repr__(self) -> str:
        return f"<Comparison of {self.a} and {self.b}: {len(self.differences)} {'difference' if len(self.differences) == 1 else 'differences'}>"

    def __bool__(self) -> bool:
        return not self.differences and self.complete

    def __len__(self) -> int:
        return len(self.differences)

    def _repr_html_(self) -> str:
        return text_html(self.text)

    def report(self, *, all: bool = False) -> str:
        """Returns the report as people read it; `all` gives every list in full."""
        return self._compared.text(all)

    def to_json(self) -> str:
        """Returns the differences as `overmatch compare --json` writes them."""
        return self._compared.json()

    def to_html(self) -> str:
        """Returns the page that `overmatch compare --html` writes."""
        return self._compared.html()


def _side(side: Union[Mode, Matcher, LabelledMatcher], mode: Mode, labelled: bool, order: Order | None) -> tuple[_core.Side, str]:
    if isinstance(side, str):
        return _core.Side(None, "", side, REJECTIONS, False, ""), side
    if labelled:
        check_takes_labels(side, mode, order)
    name = name_of(side)
    return _core.Side(side, name, mode, REJECTIONS, labelled, order or ""), name


def compare(
    a: Union[Mode, Matcher, LabelledMatcher],
    b: Union[Mode, Matcher, LabelledMatcher],
    *,
    mode: Mode = "segment",
    order: Order | None = None,
    trees: bool | Model | Iterable[Model] = True,
    patterns: Iterable[str] | str = (),
    labels: Iterable[str | None] | None = None,
    generated: int = 0,
    seed: int = 1,
) -> Comparison:
    """Lists the modules on which two modes or two matchers disagree: what a change of rule would change.

    >>> import overmatch
    >>> found = overmatch.compare("endswith", "segment", trees=[["layers", "img_layers"]], patterns="layers")
    >>> [difference.module for difference in found.differences]
    ['img_layers']

    - a, b: a mode, see `select`, or a matcher as `check` takes it: of plain lists, or of lists with labels
    - mode: the mode in which a matcher is asked
    - order: "first" or "last" compares lists with labels, in which that entry decides; a matcher is then asked
      `matcher(patterns, modules, labels)`. Dialects have an order of their own
    - trees: compare on these models: a list of what `audit` takes; True for those of overmatch
    - patterns: compare these; by default, the last segment of every module
    - labels: one for each of `patterns`, a str or None: compares them as one list with labels
    - generated: compare on so many random cases in A's mode, too; alone with trees=False. Lists have labels with `order`, and
      if A is a dialect that decides such lists, unless a side is a matcher of (patterns, modules)
    - seed: the seed of the random cases

    Raises ValueError for an unknown mode, an unreadable file, and labels that a side does not read; RuntimeError if a matcher raises.
    """
    __tracebackhide__ = True  # in pytest
    given: list[tuple[str | None, str]]
    if trees is True:
        given = [(None, file) for file in _core.tree_files(os.path.join(corpus_folder(), "trees"))]
    else:
        given = [model_text(model) for model in _models(trees or ())]
    count = whole_number("generated", generated, 0, MOST_CASES)
    if not given and count == 0:
        raise ValueError("nothing to compare on: give trees or generated")
    given_labels, asked = checked_labels(labels), as_list(patterns)
    if given_labels is not None and not (asked and given):
        raise ValueError("labels are of patterns on trees: give both")
    if order is not None and given_labels is None and count == 0 and isinstance(a, str) and isinstance(b, str):
        raise ValueError("order is of lists with labels: give labels for the patterns, or generated")
    labelled = given_labels is not None or order is not None or any(not isinstance(side, str) and takes_only_labels(side) for side in (a, b))
    (side_a, name_a), (side_b, name_b) = _side(a, mode, labelled, order), _side(b, mode, labelled, order)
    if name_a == name_b:
        name_a, name_b = f"{name_a} (A)", f"{name_b} (B)"
    list_labels = _core.CompareLabels(given_labels, order or "")
    found = _core.compare(side_a, side_b, (name_a, name_b), given, asked, list_labels, count, whole_number("seed", seed, 0, MOST_SEED))
    data = json.loads(found.json())
    differences = tuple(_difference(each) for each in data["differences"])
    return Comparison(name_a, name_b, differences, data["complete"], found.text(False), found)


def _models(trees: Any) -> list[Model]:
    """Makes a list of a single path or module. A list of str is one of paths."""
    single = isinstance(trees, (str, os.PathLike)) or hasattr(trees, "named_modules")
    return [trees] if single else list(trees)


def _difference(data: dict[str, Any]) -> Difference:
    case = Case.from_json(json.dumps(data["case"])) if "case" in data else None
    return Difference(data["pattern"], data["module"], data["a"], data["b"], data.get("tree", ""), case)
