# SPDX-License-Identifier: Apache-2.0
"""Functions of a library that can't be imported without gigabytes beside it: they are compiled from the installed source, unchanged."""

from __future__ import annotations

import ast
import importlib.util
import os
from collections.abc import Iterable, Mapping
from typing import Any

from overmatch.adapters._main import Unavailable


def load(package: str, file: str, names: Iterable[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """The functions and assignments of these names in a file of an installed package, as its module's globals. `given` holds what they
    use besides. Annotations are not evaluated. Raises Unavailable where the file has not all of them."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(f"{package} is not installed")
    path = os.path.join(spec.submodule_search_locations[0], *file.split("/"))
    wanted = set(names)
    try:
        with open(path, encoding="utf-8") as source:
            tree = ast.parse(source.read(), path)
    except FileNotFoundError:
        raise Unavailable(f"the installed {package} has no {file}") from None
    body: list[ast.stmt] = [ast.ImportFrom("__future__", [ast.alias("annotations")], 0)]
    found = set()
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        defined = {target.id for target in targets if isinstance(target, ast.Name)}
        if isinstance(statement, ast.FunctionDef):
            defined.add(statement.name)
        if defined & wanted:
            found |= defined & wanted
            body.append(statement)
    if found != wanted:
        raise Unavailable(f"{file} of the installed {package} has no {', '.join(sorted(wanted - found))}")
    namespace: dict[str, Any] = {"__name__": f"{package}.{file}", **given}
    exec(compile(ast.fix_missing_locations(ast.Module(body, [])), path, "exec"), namespace)
    return namespace
