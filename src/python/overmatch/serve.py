# SPDX-License-Identifier: Apache-2.0
"""Serves a Python matcher to `overmatch check --command`, in a process of its own.

    overmatch check --command 'python -m overmatch.serve my_package.module:matcher' --mode segment

The protocol is a JSON object a line: {"id": 7, "mode": ..., "patterns": [...], "modules": [...]} is answered by
{"id": 7, "selected": [0, 2]}, indices into `modules`, or {"id": 7, "error": "why the patterns are rejected"}. {"id": 0, "start": 2}, before
the first question, is answered by the matcher's name. A question with "labels" is put as `matcher(patterns, modules, labels)`, and
answered by {"id": 7, "labels": ["int4", null]}, one a module.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import compress
from typing import Any

from overmatch._select import RE_IS_REFERENCE, Rejected


#: Seconds after which answers are sent without waiting for more, so that the matcher does not look slow.
_PATIENCE = 0.005
_FLAGS = {("builtins", "bool"), ("numpy", "bool"), ("numpy", "bool_")}


def _are_flags(items: list[object]) -> bool:
    """Whether all items are bool, Python's or NumPy's, and so neither indices nor names."""
    kinds = set(map(type, items))
    return kinds <= {bool} or all((kind.__module__, kind.__name__) in _FLAGS for kind in kinds)


def to_indices(result: Iterable[object], modules: list[str]) -> list[int]:
    """Converts bools, one a module, or names to the indices of the selected modules. Raises TypeError for anything else."""
    items = list(result)
    if len(items) == len(modules) and _are_flags(items):
        return list(compress(range(len(items)), items))
    if all(isinstance(item, str) for item in items):
        names = set(items)
        unknown = names.difference(modules)
        if unknown:
            raise TypeError(f"the matcher returned names that are not among the modules: {sorted(map(str, unknown))[:3]}")
        return [at for at, module in enumerate(modules) if module in names]
    raise TypeError("a matcher returns an iterable of bool, one a module, or of the names of the selected modules")


def to_labels(result: Iterable[object], question: dict[str, Any]) -> list[object]:
    """Checks the labels that a matcher returned: one a module, each of the question or None. Raises TypeError for anything else."""
    labels = list(result)
    known = [None, *question["labels"]]
    if isinstance(result, str) or len(labels) != len(question["modules"]) or not all(label in known for label in labels):
        raise TypeError("a matcher of a list with labels returns an iterable of labels, one a module, each a label of the list or None")
    return labels


class _Questions:
    """Reads questions. Successive ones often differ only in their patterns, so it keeps the modules of the last one."""

    #: Cannot occur inside a JSON string, where the quotes would be escaped, and no other object of a question has this member.
    _MODULES = b', "modules": ['

    def __init__(self) -> None:
        self._tail = b""
        self._last: dict[str, Any] = {}

    def read(self, line: bytes) -> dict[str, Any]:
        """Parses a question; its lists may be those of the last one."""
        head, found, tail = line.partition(self._MODULES)
        if found and tail == self._tail:
            question = {**self._last, **json.loads(head + b"}")}
        else:
            question = json.loads(line)
            # Without what stands in front of the modules: the next question need not have labels.
            self._last = {name: value for name, value in question.items() if name not in json.loads(head + b"}")} if found else {}
            self._tail = tail if found else b""
        return question


def _batches(descriptor: int) -> Iterator[list[bytes]]:
    """Yields the available lines until the end of the input, at least one each time."""
    begun: list[bytes] = []  # pieces of a line
    while chunk := os.read(descriptor, 1 << 16):
        first, *others = chunk.split(b"\n")
        begun.append(first)
        if others:
            yield [b"".join(begun), *others[:-1]]
            begun = others[-1:]
    if any(begun):
        yield [b"".join(begun)]


def serve(matcher: Callable[..., Iterable[object]], name: str) -> None:
    """Answers questions on standard input until it ends. `name` is the subject's name in reports. What the matcher prints goes to
    standard error. Rejected, re.error and OverflowError reject the patterns; any other exception ends the process with its traceback."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    questions = _Questions()
    encode = json.JSONEncoder().encode
    about = {"name": name}  # the answer to "start", or in the first answer
    if RE_IS_REFERENCE:
        about["language"] = "python"  # makes overmatch ask regexes beyond the portable core
    for lines in _batches(sys.stdin.fileno()):
        written = time.monotonic()
        try:
            for line in lines:
                question = questions.read(line)
                if "start" in question:
                    answers.write(encode({"id": question["id"], **about}) + "\n")
                    about = {}
                    continue
                patterns, modules = list(question["patterns"]), list(question["modules"])  # the matcher may change its lists
                answer: dict[str, object] = {"id": question["id"]}
                try:
                    if "labels" in question:
                        answer["labels"] = to_labels(matcher(patterns, modules, list(question["labels"])), question)
                    else:
                        answer["selected"] = to_indices(matcher(patterns, modules), question["modules"])
                except (Rejected, re.error, OverflowError) as error:  # `re` raises the last for "a{99999999999}"
                    answer["error"] = str(error)
                answers.write(encode({**answer, **about}) + "\n")
                about = {}
                if time.monotonic() - written > _PATIENCE:
                    answers.flush()
                    written = time.monotonic()
        finally:
            answers.flush()


def main(arguments: list[str]) -> None:
    if len(arguments) != 1 or ":" not in arguments[0]:
        sys.exit("usage: python -m overmatch.serve MODULE:MATCHER")
    module, _, attribute = arguments[0].partition(":")
    sys.path.insert(0, os.getcwd())
    matcher = importlib.import_module(module)
    for part in attribute.split("."):
        matcher = getattr(matcher, part)
    serve(matcher, arguments[0])  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1:])
