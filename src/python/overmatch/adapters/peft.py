# SPDX-License-Identifier: Apache-2.0
"""PEFT's rules, from version 0.6 on, by calling the installed PEFT.

    python -m overmatch.adapters.peft RULE

Without torch, transformers and accelerate, stand-ins are imported for them: PEFT's rules read strings only.
"""

from __future__ import annotations

import functools
import inspect
import sys
import types
from collections.abc import Iterator
from typing import Any

from overmatch.adapters._absent import stand_in_for
from overmatch.adapters._main import Matcher, Unavailable, main, version

#: Each rule: the nearest reference mode, and the member of PEFT's configs that it decides.
RULES = {
    "target_modules": "segment: target_modules as a list",
    "target_modules_regex": "regex: target_modules as a str; of several patterns one after the other",
    "exclude_modules": "segment: exclude_modules as a list, from 0.14",
    "exclude_modules_regex": "regex: exclude_modules as a str, from 0.14",
    "modules_to_save": "segment: modules_to_save, through _set_trainable",
    "modules_to_save_guard": "segment: what target_modules leaves out for the sake of modules_to_save, from 0.16",
    "rank_pattern": "segment: the keys of rank_pattern and alpha_pattern, through get_pattern_key, from 0.14",
    "layers_to_transform": "segment: target_modules with layers_to_transform=[0], or [N] as layers_to_transform=N",
}

HEAVY = ("torch", "transformers", "accelerate", "safetensors", "huggingface_hub", "tqdm", "psutil", "numpy", "yaml", "typing_extensions")


@functools.lru_cache(maxsize=None)
def _library() -> types.SimpleNamespace:
    """Imports the modules of the installed PEFT that have the rules."""
    stand_in_for(HEAVY)
    import peft.tuners.tuners_utils as tuners_utils  # type: ignore[import-not-found]
    import peft.utils.other as other  # type: ignore[import-not-found]

    return types.SimpleNamespace(tuners_utils=tuners_utils, other=other)


def _needs(since: str, rule: str) -> None:
    installed = version("peft")
    if tuple(int(part) for part in installed.split(".")[:2]) < tuple(int(part) for part in since.split(".")):
        raise Unavailable(f"peft {installed} has no {rule}: it came with {since}")


def _config(**members: Any) -> types.SimpleNamespace:
    """Makes a config for `check_target_module_exists`."""
    members = {"target_modules": set(), "target_parameters": None, **members}
    return types.SimpleNamespace(**members)


def _exists(config: types.SimpleNamespace, key: str) -> Any:
    return _library().tuners_utils.check_target_module_exists(config, key)


def _target_modules(patterns: list[str], modules: list[str]) -> list[bool]:
    config = _config(target_modules=set(patterns))  # LoraConfig makes a set of a list
    return [bool(_exists(config, module)) for module in modules]


def _target_modules_regex(patterns: list[str], modules: list[str]) -> list[bool]:
    configs = [_config(target_modules=pattern) for pattern in patterns]
    # Asks every pattern, so that one that does not compile is noticed even after one that matches.
    return [any([bool(_exists(config, module)) for config in configs]) for module in modules]


def _is_excluded(config: types.SimpleNamespace, key: str) -> bool:
    return isinstance(_exists(config, key), _library().tuners_utils._ExcludedModule)


def _exclude_modules(patterns: list[str], modules: list[str]) -> list[bool]:
    config = _config(exclude_modules=set(patterns))
    return [_is_excluded(config, module) for module in modules]


def _exclude_modules_regex(patterns: list[str], modules: list[str]) -> list[bool]:
    configs = [_config(exclude_modules=pattern) for pattern in patterns]
    return [any([_is_excluded(config, module) for config in configs]) for module in modules]


def _modules_to_save_guard(patterns: list[str], modules: list[str]) -> list[bool]:
    config = _config(modules_to_save=patterns)
    return [_is_excluded(config, module) for module in modules]


def _layers_to_transform(layer: int, patterns: list[str], modules: list[str]) -> list[bool]:
    config = _config(target_modules=set(patterns), layers_to_transform=[layer], layers_pattern=None)
    return [bool(_exists(config, module)) for module in modules]


def _rank_pattern(patterns: list[str], modules: list[str]) -> list[bool]:
    # PEFT looks up what the function returns: rank_pattern.get(get_pattern_key(rank_pattern, name), r).
    get_pattern_key = _library().other.get_pattern_key
    keys = dict.fromkeys(patterns)
    return [get_pattern_key(keys.keys(), module) in keys for module in modules]


class _Module:
    """A module of which only the path matters."""

    def __init__(self, path: str):
        self.path = path


class _Model:
    def __init__(self, modules: list[str], modules_to_save: list[str]):
        self._modules = {path: _Module(path) for path in modules}
        self.modules_to_save = modules_to_save  # where PEFT up to 0.14 reads it

    def named_modules(self, *_: Any, **__: Any) -> Iterator[tuple[str, _Module]]:
        yield from self._modules.items()

    def get_submodule(self, path: str) -> _Module:
        return self._modules.get(path) or _Module(path)


def _modules_to_save(patterns: list[str], modules: list[str]) -> list[bool]:
    wrapped: set[str] = set()

    class Recorder:
        """Replaces ModulesToSaveWrapper, and records what is wrapped."""

        active_adapter = "default"

        def __init__(self, module: _Module, *_: Any, **__: Any):
            wrapped.add(module.path)

        def set_adapter(self, *_: Any, **__: Any) -> None:
            pass

        update = set_adapter

    other = _library().other
    model = _Model(modules, patterns)
    parameters = inspect.signature(other._set_trainable).parameters
    if "module_names" in parameters:
        given = {"module_names": patterns, "wrapper_cls": Recorder, "inference_mode": False}
        other._set_trainable(model, "default", **{name: value for name, value in given.items() if name in parameters})
    else:
        real = other.ModulesToSaveWrapper
        other.ModulesToSaveWrapper = Recorder
        try:
            other._set_trainable(model, "default")
        finally:
            other.ModulesToSaveWrapper = real
    return [module in wrapped for module in modules]


def matcher(rule: str) -> Matcher:
    """Returns a rule of RULES of the installed PEFT. Raises Unavailable if this PEFT lacks it, ValueError for an unknown one."""
    name, _, value = rule.partition("=")
    if name not in RULES:
        raise ValueError(f"unknown rule {rule!r}: it is one of {', '.join(RULES)}")
    _needs("0.6", name)
    if name.startswith("exclude_modules") or name == "rank_pattern":
        _needs("0.14", name)
    if name == "modules_to_save_guard":
        _needs("0.16", name)
    _library()
    if name == "layers_to_transform":
        return functools.partial(_layers_to_transform, int(value or 0))
    made: Matcher = globals()[f"_{name}"]
    return made


if __name__ == "__main__":
    main("peft", RULES, matcher, sys.argv[1:])
