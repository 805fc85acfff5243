# SPDX-License-Identifier: Apache-2.0
"""Stand-ins for large libraries that a library imports but its rules never use.

The rules of PEFT read strings only, so they need no torch, which takes gigabytes. Each attribute of a stand-in is a class that can be
called, derived from, indexed and used as a decorator, so that the modules with the rules can be imported. It is false, is a subclass
of nothing, and equals only itself.
"""

from __future__ import annotations

import abc
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any


class _AbsentClass(abc.ABCMeta):
    def _is_stand_in(cls) -> bool:
        return "_stand_in" in cls.__dict__  # not of what derives from one

    def __getattr__(cls, name: str) -> Any:
        if not cls._is_stand_in() or (name.startswith("__") and name.endswith("__")):
            raise AttributeError(name)
        return _absent(f"{cls.__name__}.{name}")

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        if not cls._is_stand_in():
            return super().__call__(*arguments, **named)
        decorates = len(arguments) == 1 and not named and callable(arguments[0])
        return arguments[0] if decorates else cls

    def __getitem__(cls, item: Any) -> Any:
        return cls

    def __or__(cls, other: Any) -> Any:
        return cls

    def __ror__(cls, other: Any) -> Any:
        return cls

    def __iter__(cls) -> Iterator[Any]:
        return iter(())

    def __bool__(cls) -> bool:
        return not cls._is_stand_in()

    def __hash__(cls) -> int:
        return id(cls)


def _absent(name: str) -> Any:
    return _AbsentClass(name, (), {"_stand_in": True})


class _AbsentModule(types.ModuleType):
    __version__ = "99.0.0"  # newer than anything that a library asks for

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        made = _absent(f"{self.__name__}.{name}")
        setattr(self, name, made)
        return made


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names: Iterable[str]):
        self._names = frozenset(names)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] not in self._names:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def is_installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def stand_in_for(names: Iterable[str]) -> list[str]:
    """Makes stand-ins for those of the modules that are not installed. Returns their names."""
    absent = [name for name in names if not is_installed(name)]
    if absent:
        sys.meta_path.append(_Finder(absent))
    return absent


def hollow(package: str) -> None:
    """Makes submodules of an installed package importable without running its `__init__.py`, which imports everything."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    module = types.ModuleType(package)
    module.__path__ = list(spec.submodule_search_locations)
    module.__spec__ = spec
    sys.modules[package] = module
