# SPDX-License-Identifier: Apache-2.0
"""Lists with labels: what is checked of a call before the matcher is asked anything."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable

from overmatch import _core
from overmatch._types import Mode, Order


def checked_labels(labels: Iterable[str | None] | None) -> list[str | None] | None:
    """Makes a list of labels. Raises TypeError for what is none, such as a single str, which is an iterable of letters."""
    if labels is None:
        return None
    if isinstance(labels, str):
        raise TypeError(f"labels are one a pattern, a str or None each, not the str {labels!r}")
    made = list(labels)
    for label in made:
        if label is not None and not isinstance(label, str):
            raise TypeError(f"a label is a str or None, not {type(label).__name__}")
    return made


def _takes(matcher: Callable[..., object], arguments: int) -> bool:
    """Whether a matcher can be called with so many arguments; true where its signature is not known."""
    try:
        signature = inspect.signature(matcher)
    except (TypeError, ValueError):
        return True
    try:
        signature.bind(*[None] * arguments)
    except TypeError:
        return False
    return True


def takes_only_labels(matcher: Callable[..., object]) -> bool:
    """Whether a matcher is a function of (patterns, modules, labels), and not also one of plain lists."""
    return not _takes(matcher, 2) and _takes(matcher, 3)


def check_takes_labels(matcher: Callable[..., object], mode: Mode, order: Order | None) -> None:
    """Raises ValueError for a matcher of plain lists and an order, given or the mode's own, and for one of lists with labels without."""
    asked = _core.order_of(mode, order or "")
    if asked != "any" and not _takes(matcher, 3):
        raise ValueError(f'order "{asked}" asks lists with labels: the matcher must be a function of (patterns, modules, labels)')
    if asked == "any" and takes_only_labels(matcher):
        raise ValueError('a matcher of (patterns, modules, labels) is asked lists with labels: give order="first" or order="last"')
