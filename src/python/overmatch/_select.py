# SPDX-License-Identifier: Apache-2.0
"""The references: what each mode means."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import overload

from overmatch import _core
from overmatch._labels import checked_labels
from overmatch._types import Mode, Order


#: Whether this Python's `re` is the reference of the modes of regexes: 3.11 added possessive quantifiers and atomic groups, and 3.11.5
#: corrected a mistake of theirs (https://github.com/python/cpython/issues/106052).
RE_IS_REFERENCE = sys.version_info >= (3, 11, 5)


class Rejected(ValueError):
    """The patterns are rejected, which only happens in the modes regex, match and search. A matcher under test may also raise it, or `re.error`."""


@overload
def select(mode: Mode, patterns: Iterable[str], modules: Iterable[str]) -> list[str]: ...
@overload
def select(
    mode: Mode, patterns: Iterable[str], modules: Iterable[str], *, labels: Iterable[str | None], order: Order | None = None
) -> list[str | None]: ...
def select(
    mode: Mode,
    patterns: Iterable[str],
    modules: Iterable[str],
    *,
    labels: Iterable[str | None] | None = None,
    order: Order | None = None,
) -> list[str] | list[str | None]:
    """Returns the modules that the patterns select in this mode, in the order of `modules`, by the slow, obvious reference.

    - endswith: the path ends with the pattern, also in the middle of a segment (the historical mistake)
    - segment: the path is the pattern, or ends with "." and the pattern
    - exact: the path is the pattern
    - subtree: the path is the pattern, or starts with the pattern and "."; "" selects everything
    - prefix: the path starts with the pattern
    - substring: the pattern occurs in the path
    - run: the segments of the pattern stand in the path as neighbouring whole segments; "" selects the root only
    - glob: `fnmatch.fnmatchcase(path, pattern)`; `*` and `?` also match dots
    - path-glob: as many segments as the pattern, each of which matches its segment by `fnmatch.fnmatchcase`
    - regex: `re.fullmatch(pattern, path)`
    - match: `re.match(pattern, path)`, open at the end
    - search: `re.search(pattern, path)`, open at both ends
    - compressed-tensors: of "re:" and P, `re.match(P, path)`; any other pattern is the path
    - transformers-skip: `re.match(f"(?:{pattern})(?:(?<=\\.)|(?=\\.|$))", path)`, or the path ends with the pattern
    - nncf: of "{re}" and P, `re.match(P, path)`; any other pattern is the path
    - peft-targets: as segment
    - compressed-tensors-targets: as compressed-tensors
    - torchao: of "re:" and P, `re.fullmatch(P, path)`; "_default" matches what nothing else does; any other pattern is the path
    - gptqmodel: `re.match(P, path)`, where the pattern is P or "+:" and P; "-:" and P takes away what P matches
    - llama.cpp: as search
    - modelopt: as glob
    - dtensor: as path-glob

    With `labels`, one a pattern, it returns one a module: the label of the first pattern that matches it (order "first") or of the last
    one (order "last"), and None if there is none. A pattern with the label None matches like any other and gives nothing.

    >>> import overmatch
    >>> overmatch.select("segment", ["lm_head", "q_proj"], ["a.q_proj", "lm_head", "norm"], labels=[None, "int4"], order="first")
    ['int4', None, None]

    Raises Rejected for a regex that does not compile or exceeds the match limit; ValueError for an unknown mode or order, and for labels
    that are not one a pattern or have no order. A dialect has its own order, and needs none.
    """
    names = list(modules)
    if labels is not None or order is not None:
        gets, reason = _core.select_labels(mode, list(patterns), names, checked_labels(labels), order or "")
        if reason is not None:
            raise Rejected(reason)
        return gets
    selected, reason = _core.select(mode, list(patterns), names)
    if reason is not None:
        raise Rejected(reason)
    return [names[at] for at in selected]


def read_tree(file: str | os.PathLike[str]) -> list[str]:
    """Reads the module paths of a model, in its order, from a list of paths, a JSON array of them or a safetensors index, each also
    gzip-compressed. Adds missing ancestors. Raises ValueError "FILE:LINE: reason" for any other file."""
    return _core.read_tree(os.fspath(file))
