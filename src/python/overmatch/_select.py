# SPDX-License-Identifier: Apache-2.0
"""The references: what each mode means."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from overmatch import _core
from overmatch._types import Mode


#: Whether this Python's `re` is the reference of the modes of regexes: 3.11 added possessive quantifiers and atomic groups, and 3.11.5
#: corrected a mistake of theirs (https://github.com/python/cpython/issues/106052).
RE_IS_REFERENCE = sys.version_info >= (3, 11, 5)


class Rejected(ValueError):
    """The patterns are rejected, which only happens in the modes regex, match and search. A matcher under test may also raise it, or `re.error`."""


def select(mode: Mode, patterns: Iterable[str], modules: Iterable[str]) -> list[str]:
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

    Raises Rejected for a regex that does not compile or exceeds the match limit, ValueError for an unknown mode.
    """
    names = list(modules)
    selected, reason = _core.select(mode, list(patterns), names)
    if reason is not None:
        raise Rejected(reason)
    return [names[at] for at in selected]


def read_tree(file: str | os.PathLike[str]) -> list[str]:
    """Reads the module paths of a model, in its order, from a list of paths, a JSON array of them or a safetensors index, each also
    gzip-compressed. Adds missing ancestors. Raises ValueError "FILE:LINE: reason" for any other file."""
    return _core.read_tree(os.fspath(file))
