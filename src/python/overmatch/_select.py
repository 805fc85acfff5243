# SPDX-License-Identifier: Apache-2.0
"""The reference semantics."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from overmatch import _core


#: Whether `re` of this Python is the reference of mode regex: 3.11 brought possessive quantifiers and atomic groups, and 3.11.5
#: mended a mistake of theirs (python/cpython#106052).
RE_IS_REFERENCE = sys.version_info >= (3, 11, 5)


class Rejected(ValueError):
    """The patterns are rejected: an answer of its own, which only mode regex gives. A matcher under test raises it, too; in it
    `re.error` says the same."""


def select(mode: str, patterns: Iterable[str], modules: Iterable[str]) -> list[str]:
    """The modules that the patterns select in this mode, in the order of `modules`, by the slow and obvious reference.

    - endswith: the path ends with the pattern, also in the middle of a segment: the historical mistake
    - segment: the path is the pattern, or ends with "." and the pattern
    - exact: the path is the pattern
    - subtree: the path is the pattern, or starts with the pattern and "."; "" selects everything
    - regex: `re.fullmatch(pattern, path)`

    Raises Rejected for a regex that does not compile or exceeds the match limit, ValueError for an unknown mode.
    """
    names = list(modules)
    selected, reason = _core.select(mode, list(patterns), names)
    if reason is not None:
        raise Rejected(reason)
    return [names[at] for at in selected]


def read_tree(file: str | os.PathLike[str]) -> list[str]:
    """The module paths of a model, in its order, from a list of paths, a JSON array of them or a safetensors index, each also
    gzip-compressed. Missing ancestors are added. Raises ValueError "FILE:LINE: reason" for anything else."""
    return _core.read_tree(os.fspath(file))
