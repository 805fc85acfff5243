# SPDX-License-Identifier: Apache-2.0
"""The command line of each adapter."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import metadata
from typing import Any, Optional

from overmatch.serve import serve

Matcher = Callable[[list[str], list[str]], Iterable[bool]]
#: Of lists with labels: the label of each module.
LabelledMatcher = Callable[[list[str], list[str], list[Optional[str]]], Iterable[Optional[str]]]


class Unavailable(RuntimeError):
    """The installed version of the library has no such rule."""


def version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        raise Unavailable(f"{distribution} is not installed in {sys.executable}") from None


def main(
    distribution: str, rules: Mapping[str, str], matcher: Callable[[str], Callable[..., Any]], arguments: list[str], module: str = ""
) -> None:
    """`module` is that of the adapter, if it is not called like the distribution. `rules` are described by one line each. The report calls the subject e.g. "peft 0.20.0 modules_to_save"."""
    if len(arguments) != 1 or arguments[0].partition("=")[0] not in rules:
        lines = "".join(f"  {rule:24}{line}\n" for rule, line in rules.items())
        # The last line is the one that overmatch shows.
        print(f"usage: python -m overmatch.adapters.{module or distribution.replace('-', '_')} RULE\n\n{lines}", file=sys.stderr)
        sys.exit(f"needed is one rule: {', '.join(rules)}")
    rule = arguments[0]
    try:
        name = f"{distribution} {version(distribution)} {rule}"
        served = matcher(rule)
    except (Unavailable, ImportError) as error:
        sys.exit(f"overmatch.adapters: {rule}: {error}")
    print(f"overmatch.adapters: {name}", file=sys.stderr)
    serve(served, name)
