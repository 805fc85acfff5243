"""Serves a Python matcher to `overmatch check --command`, in a process of its own.

    overmatch check --command 'python -m overmatch.serve my_package.module:matcher' --mode segment

The protocol is a JSON object a line: {"id": 7, "mode": ..., "patterns": [...], "modules": [...]} is answered by
{"id": 7, "selected": [0, 2]}, indices into `modules`, or {"id": 7, "error": "why the patterns are rejected"}.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable

from overmatch._select import Rejected


def to_indices(result: Iterable[object], modules: list[str]) -> list[int]:
    """The indices of the selected modules, from bools, one a module, or from names. Raises TypeError for anything else."""
    items = list(result)
    if len(items) == len(modules) and all(item is True or item is False for item in items):
        return [at for at, item in enumerate(items) if item]
    if all(isinstance(item, str) for item in items):
        names = set(items)
        unknown = names.difference(modules)
        if unknown:
            raise TypeError(f"the matcher returned names that are not among the modules: {sorted(map(str, unknown))[:3]}")
        return [at for at, module in enumerate(modules) if module in names]
    raise TypeError("a matcher returns an iterable of bool, one a module, or of the names of the selected modules")


def serve(matcher: Callable[[list[str], list[str]], Iterable[object]], name: str) -> None:
    """Answers what comes on standard input until it ends. `name` is what reports call the subject. What the matcher prints goes
    to standard error. Rejected and re.error reject the patterns; any other exception ends the process, with its traceback."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    first = True
    for line in sys.stdin.buffer:
        question = json.loads(line)
        answer: dict[str, object] = {"id": question["id"]}
        try:
            answer["selected"] = to_indices(matcher(question["patterns"], question["modules"]), question["modules"])
        except (Rejected, re.error) as error:
            answer["error"] = str(error)
        if first:
            answer["name"] = name
            first = False
        answers.write(json.dumps(answer) + "\n")
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
