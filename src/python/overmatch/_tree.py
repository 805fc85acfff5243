# SPDX-License-Identifier: Apache-2.0
"""What is known of a model's modules, as a JSON Lines tree: src/names/readers/tree_lines.h describes the format."""

from __future__ import annotations

import dataclasses
import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from json.encoder import encode_basestring as quoted  # the C function where there is one
from typing import Any

from overmatch import _core


@dataclasses.dataclass(frozen=True, repr=False)
class Tree:
    """The modules of a model, with what is known of each: its class, the shapes of its parameters, ties. Made by `tree`."""

    #: The modules in the order of the model, the root "" among them if it was listed.
    names: tuple[str, ...]
    #: How many parameters, those that are shared counted at each module; None if they are unknown.
    parameters: int | None
    #: How many distinct classes; 0 if they are unknown.
    classes: int
    #: The JSON Lines that `save` writes.
    text: str = dataclasses.field(repr=False)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the tree as JSON Lines for `overmatch audit --tree` and the like, gzip-compressed if the name ends with ".gz".
        Replaces an older file at once or not at all. Raises ValueError if it can't be written."""
        _core.write_tree(os.fspath(path), self.text)

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __repr__(self) -> str:
        known = [f"{len(self.names):,} modules"]
        if self.parameters is not None:
            known.append(f"{self.parameters:,} parameters")
        if self.classes:
            known.append(f"{self.classes:,} classes")
        return f"Tree({', '.join(known)})"


def tree(model: Any) -> Tree:
    """Returns what is known of a model's modules.

    `model` is one of:
    - anything with `named_modules()`, such as a torch.nn.Module (also on the meta device): all is known. torch is not imported,
      and no parameter's data are read
    - an iterable of module names: nothing but the names is known
    - the path of a file or folder that `overmatch audit --tree` reads
    - a Tree, which is returned

    Raises ValueError "FILE:LINE: reason" for a bad file, TypeError for anything else.
    """
    if isinstance(model, Tree):
        return model
    if isinstance(model, (str, os.PathLike)):
        return _read(None, os.fspath(model))
    if hasattr(model, "named_modules"):
        return _of_model(model)
    if isinstance(model, Iterable):
        names = list(model)
        _check(names)
        return _read(json.dumps(names, ensure_ascii=False), "model")
    raise TypeError(f"a model has named_modules(), or is a list of names or a path, not {type(model).__name__}")


def _check(names: Iterable[object]) -> None:
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"the names of modules are str, not {type(name).__name__}")


def _read(text: str | None, file: str) -> Tree:
    lines, names, parameters, classes = _core.tree_lines(text, file)
    return Tree(tuple(names), parameters, classes, lines)


def _of_model(model: Any) -> Tree:
    lines = _Lines(model)
    return Tree(tuple(lines.names), lines.parameters, len(lines.bases), lines.header() + "".join(lines.modules))


class _Lines:
    """The lines of a model. Most of the 75,396 modules of DeepSeek-V3 differ in nothing but their names: what follows a name on its
    line is made once for each class with the same shapes."""

    def __init__(self, model: Any):
        self.names: list[str] = []
        self.modules: list[str] = []  # their lines
        self.parameters: int | None = None
        self.bases: dict[str, list[str]] = {}  # by class
        self._model = model
        self._tied: list[tuple[str, str]] = []
        self._embeddings: dict[str, str] = {}
        self._aliases: list[tuple[str, str]] = []
        self._declared = _Declared(model)
        self._read()

    def header(self) -> str:
        model_type = getattr(getattr(self._model, "config", None), "model_type", None)
        members = [
            ("model_type", model_type if isinstance(model_type, str) else ""),
            ("config", _config(self._model)),
            ("input_embeddings", self._embeddings.get("input_embeddings")),
            ("output_embeddings", self._embeddings.get("output_embeddings")),
            ("bases", {name: found for name, found in self.bases.items() if found}),
            ("tied", self._tied),
            ("declared_ties", self._declared.ties),
            ("aliases", self._aliases),
        ]
        text = '{"overmatch_tree": 1'
        for member, value in members:
            separators = (",", ":") if member == "config" else (", ", ": ")
            if value:
                text += f', "{member}": {json.dumps(value, ensure_ascii=False, separators=separators)}'
        return text + "}\n"

    def _read(self) -> None:
        ends: dict[tuple[Any, ...], str] = {}
        firsts: dict[int, tuple[str, str]] = {}  # the first name of each parameter, by identity
        count = 0
        paths: dict[int, str] = {}  # of each module, by identity
        containers: list[tuple[str, dict[str, Any]]] = []  # modules with children
        children = 0
        embeddings = {
            id(module): which
            for which in ("input_embeddings", "output_embeddings")
            for module in [_asked(self._model, f"get_{which}")]
            if module is not None
        }
        declared = self._declared if self._declared.by_module else None
        for name, module in self._model.named_modules():
            if not isinstance(name, str):
                raise TypeError(f"the names of modules are str, not {type(name).__name__}")
            key: tuple[Any, ...] = (type(module),)
            own = getattr(module, "_parameters", None)
            if own and isinstance(own, dict):
                for parameter, value in own.items():
                    shape = _shape(value)
                    if shape is None:
                        continue
                    key += (parameter, shape)
                    count += 1
                    here = (name, parameter)
                    first = firsts.setdefault(id(value), here)
                    if first is not here:
                        self._tied.append((_full(*here), _full(*first)))
                groups = vars(module).get("groups")
                if isinstance(groups, int):
                    key += (groups,)
            end = ends.get(key)
            if end is None:
                end = ends[key] = self._end(module, own)
            inside = getattr(module, "_modules", None)
            if inside and isinstance(inside, dict):
                containers.append((name, inside))
                children += len(inside)
            paths[id(module)] = name
            self.names.append(name)
            self.modules.append(f'{{"module": {quoted(name)}{end}')
            if id(module) in embeddings and name:
                self._embeddings[embeddings[id(module)]] = name
            if declared is not None:
                declared.add(name, module)
        if children >= len(paths):  # each module but the root is the child of one
            self._aliases = [
                (path, paths[id(child)])
                for name, inside in containers
                for last, child in inside.items()
                for path in [_full(name, last)]
                if paths.get(id(child), path) != path
            ]
        if self.parameters is None:
            return
        self.parameters = count
        if count == 0:  # known to be none
            self.modules[0] = self.modules[0].replace("}\n", ', "parameters": {}}\n')

    def _end(self, module: Any, own: Any) -> str:
        """What follows the name of a module on its line."""
        if not isinstance(own, dict):
            return "}\n"  # what is no torch.nn.Module has no class that a rule could know
        self.parameters = 0
        kind = type(module)
        name = _qualified(kind)
        above = [_qualified(base) for base in kind.__mro__[1:]]
        self.bases.setdefault(name, [base for base in above if base not in _NO_BASES])
        end = f', "class": {quoted(name)}'
        shapes = {parameter: _shape(value) for parameter, value in own.items()}
        known = {parameter: list(shape) for parameter, shape in shapes.items() if shape is not None}
        if known:
            end += f', "parameters": {json.dumps(known, ensure_ascii=False)}'
        groups = vars(module).get("groups", 1)
        if isinstance(groups, int) and groups > 1 and any(base.__name__ == "_ConvNd" for base in kind.__mro__):
            end += f', "groups": {groups}'
        return end + "}\n"


_NO_BASES = ("torch.nn.modules.module.Module", "builtins.object")


def _qualified(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _full(module: str, parameter: str) -> str:
    return f"{module}.{parameter}" if module else parameter


def _shape(parameter: Any) -> tuple[int, ...] | None:
    """None for an absent parameter (`bias=False`), and for one that torch initialises later and that has no shape yet."""
    if parameter is None:
        return None
    try:
        shape: tuple[int, ...] = parameter.shape
    except RuntimeError:  # torch.nn.UninitializedParameter
        return None
    return shape


def _asked(model: Any, method: str) -> Any:
    """What get_input_embeddings() and its like return; None if the model has no such method, or no embeddings."""
    try:
        return getattr(model, method)()
    except (AttributeError, NotImplementedError):  # transformers raises either for a model without
        return None


class _Declared:
    """The `_tied_weights_keys` of a model of transformers: since transformers 5 a dict in every module, before it a list."""

    def __init__(self, model: Any):
        root = getattr(model, "_tied_weights_keys", None)
        self.by_module = isinstance(root, dict)
        self._of_class: dict[type, Any] = {}
        self.ties: dict[str, str] | list[str] = {}
        if not self.by_module and isinstance(root, (list, tuple, set, frozenset)):
            self.ties = sorted(name for name in root if isinstance(name, str))

    def add(self, path: str, module: Any) -> None:
        """Adds what a module declares; only `by_module`."""
        assert isinstance(self.ties, dict)
        kind = type(module)
        if kind not in self._of_class:
            self._of_class[kind] = getattr(kind, "_tied_weights_keys", None)
        ties = getattr(module, "__dict__", {}).get("_tied_weights_keys", self._of_class[kind])
        if isinstance(ties, dict):
            for name, source in ties.items():
                self.ties[_full(path, name)] = _full(path, source)


def _config(model: Any) -> dict[str, Any]:
    """The members of `model.config` that name a size, a type or a choice; long lists and tables are left out."""
    config: Any = getattr(model, "config", None)
    if hasattr(config, "to_dict"):
        config = config.to_dict()
    elif dataclasses.is_dataclass(config) and not isinstance(config, type):
        config = dataclasses.asdict(config)
    return _plain(config) if isinstance(config, Mapping) else {}


def _plain(config: Mapping[Any, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for member, value in config.items():
        if not isinstance(member, str) or member.startswith("_"):
            continue
        if isinstance(value, Mapping) and member.endswith("config"):
            plain[member] = _plain(value)
        elif value is None or isinstance(value, (bool, int, str)) or (isinstance(value, float) and math.isfinite(value)):
            plain[member] = value
        elif member == "architectures" and isinstance(value, (list, tuple)):
            plain[member] = [name for name in value if isinstance(name, str)]
    return plain
