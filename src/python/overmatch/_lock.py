# SPDX-License-Identifier: Apache-2.0
"""Locks: does this config still select what it selected before?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Union, cast

from overmatch import _core
from overmatch._audit import request_of
from overmatch._model import Config, Model, in_python, model_text
from overmatch._types import Mode

#: What happened to names: "gone", "new", "renamed" (under their names before), "judged", "edited" and "refused" (without names).
LockChangeKind = Literal["gone", "new", "renamed", "judged", "edited", "refused"]


@dataclass(frozen=True)
class LockChange:
    """A difference between a lock file and what the config selects now."""

    kind: LockChangeKind
    #: What is done to the names, such as "adapted", "saved" or "selected".
    result: str
    #: By which entry or which rename; "" if nothing is known.
    why: str
    names: tuple[str, ...]


class LockChanged(AssertionError):
    """A config selects other modules than the lock file says. Its text is the difference; `check` has the rest."""

    def __init__(self, check: LockCheck):
        super().__init__(check.text)
        self.check = check


@dataclass(frozen=True)
class LockCheck:
    """A comparison with a lock file; true if nothing differs. What is not judged is compared as text: see `complete`."""

    #: The difference as people read it.
    text: str
    changes: tuple[LockChange, ...]
    _full: str = field(repr=False)
    #: Whether all is judged, so that a selection that differs would be seen.
    complete: bool = True

    def __bool__(self) -> bool:
        return not self.changes

    def __str__(self) -> str:
        return _core.wrapped(self.text, shutil.get_terminal_size().columns).rstrip("\n")

    def report(self, *, all: bool = False) -> str:
        """Returns the difference as people read it; `all` gives every list in full."""
        return self._full if all else self.text

    def raise_for(self) -> LockCheck:
        """Raises LockChanged if the selection differs; returns the comparison otherwise."""
        __tracebackhide__ = True  # in pytest
        if self.changes:
            raise LockChanged(self)
        return self


def lock(
    model: Model,
    config: Union[Config, Iterable[str], None] = None,
    file: str | os.PathLike[str] | None = None,
    *,
    mode: Mode | None = None,
    patterns: Iterable[str] | str = (),
    peft_version: str | None = None,
) -> str:
    """Writes what a config selects on a model to a small text file, and returns its text. Without a file, only returns it.

    >>> import overmatch
    >>> names = ["layers", "layers.0", "layers.0.q_proj", "layers.1", "layers.1.q_proj"]
    >>> text = overmatch.lock(names, ["q_proj"], mode="segment")
    >>> "layers.{0,1}.q_proj  2" in text
    True

    The arguments are those of `audit`. Raises ValueError for what `audit` refuses, and for a config that PEFT refuses.
    """
    audited = _audited(model, config, mode, patterns, peft_version)
    try:
        text = audited.lock()
        if file is not None:
            _core.write_file(os.fspath(file), text)
    except ValueError as error:
        raise ValueError(in_python(str(error))) from None
    return text


def check_lock(
    model: Model,
    config: Union[Config, Iterable[str], None],
    file: str | os.PathLike[str],
    *,
    mode: Mode | None = None,
    patterns: Iterable[str] | str = (),
    peft_version: str | None = None,
) -> LockCheck:
    """Compares a lock file with what a config selects on a model now: another release, another checkpoint or an edited config.

    The arguments are those of `audit`. Raises ValueError for what `audit` refuses and for a damaged file.
    """
    name = os.fspath(file)
    try:
        with open(name, "rb") as opened:
            before = opened.read()
    except OSError as error:
        raise ValueError(f"{name}: cannot read, {error.strerror}") from None
    try:
        decoded = before.decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}:{before[: error.start].count(10) + 1}: is not valid UTF-8") from None
    audited = _audited(model, config, mode, patterns, peft_version)
    try:
        text, full, changes, complete = audited.check_lock(decoded, name)
    except ValueError as error:
        raise ValueError(in_python(str(error))) from None
    return LockCheck(text, tuple(LockChange(cast(LockChangeKind, kind), result, why, tuple(names)) for kind, result, why, names in changes), full, complete)


def _audited(
    model: Model, config: Union[Config, Iterable[str], None], mode: Mode | None, patterns: Iterable[str] | str, peft_version: str | None
) -> _core.Audited:
    text, name = model_text(model)
    try:
        return _core.audit(text, name, request_of(config, mode, patterns, peft_version))
    except ValueError as error:
        raise ValueError(in_python(str(error))) from None
