# SPDX-License-Identifier: Apache-2.0
"""What a model and a config may be, and what the C++ side reads of them."""

from __future__ import annotations

import enum
import json
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, Union

from overmatch import _core
from overmatch._tree import Tree, tree
from overmatch_program import corpus_folder


class NamedModules(Protocol):
    """Anything with `named_modules()`, such as a torch.nn.Module."""

    def named_modules(self) -> Iterable[tuple[str, Any]]: ...


class ToDict(Protocol):
    """Anything with `to_dict()`, such as a PEFT config."""

    def to_dict(self) -> Any: ...


#: A model: a torch.nn.Module, a Tree, names of modules or parameters, or what `overmatch audit --tree` takes: a file, or the name or Hub id
#: of a model that comes with overmatch.
Model = Union[NamedModules, Tree, Iterable[str], str, "os.PathLike[str]"]
#: A config of PEFT or another library: the object, its members, or its file.
Config = Union[ToDict, Mapping[str, Any], str, "os.PathLike[str]"]


def model_text(model: Model) -> tuple[str | None, str]:
    """Returns the text that stands for the model, None for a file, and the name by which a report calls the model."""
    if isinstance(model, (str, os.PathLike)):
        return None, _core.tree_file(os.fspath(model), os.path.join(corpus_folder(), "trees"))
    if isinstance(model, Tree):
        return model.text, "model"
    if hasattr(model, "named_modules"):
        return tree(model).text, type(model).__name__
    if isinstance(model, Iterable):
        return _array(model), "model"
    raise TypeError(f"a model is a torch.nn.Module, a list of names, a Tree or a path, not {type(model).__name__}")


def _array(names: Iterable[Any]) -> str:
    listed = list(names)
    for name in listed:
        if not isinstance(name, str):
            raise TypeError(f"a model's names are str, not {type(name).__name__}")
    return json.dumps(listed, ensure_ascii=False)


def config_text(config: Config) -> tuple[str, str]:
    """Returns the JSON of a PEFT config and the name by which a report calls it."""
    if isinstance(config, (str, os.PathLike)):
        file = os.fspath(config)
        if os.path.isdir(file):
            file = os.path.join(file, "adapter_config.json")
        try:
            with open(file, encoding="utf-8") as opened:
                return opened.read(), file
        except OSError as error:
            raise ValueError(f"{file}: cannot read, {error.strerror}") from None
        except UnicodeDecodeError:
            raise ValueError(f"{file}: not UTF-8") from None
    if not isinstance(config, Mapping) and not hasattr(config, "to_dict"):
        raise TypeError(f"a config is a PEFT config, a dict of its members or a path, not {type(config).__name__}")
    members = config if isinstance(config, Mapping) else config.to_dict()
    name = "config" if isinstance(config, Mapping) else type(config).__name__
    return json.dumps({_key(key): value for key, value in members.items()}, default=_plain, ensure_ascii=False, indent=2), name


def _key(key: Any) -> str:
    return str(key.value if isinstance(key, enum.Enum) else key)


def _plain(value: Any) -> Any:
    """Makes JSON of what PEFT's configs hold. What is no JSON (a dtype, a function) names no modules."""
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (Mapping, os.PathLike)):
        return dict(value) if isinstance(value, Mapping) else os.fspath(value)
    if hasattr(value, "to_dict"):
        return value.to_dict()
    return repr(value)


#: The argument of `overmatch.audit` for an option of the command line, where it has another name.
_ARGUMENTS = {"pattern": "patterns", "peft": "config", "tree": "model", "tree-before": "before"}
_OPTION = re.compile(r'"(?:\\.|[^"\\])*"|`[^`]*`|--([a-z][a-z-]*)')


def in_python(message: str) -> str:
    """Spells the options in a message as arguments: "--mode-b" becomes "mode_b". Leaves quoted texts alone."""

    def spelled(match: re.Match[str]) -> str:
        option = match.group(1)
        return match.group() if option is None else _ARGUMENTS.get(option, option.replace("-", "_"))

    return _OPTION.sub(spelled, message)
