# SPDX-License-Identifier: Apache-2.0
"""Asks the installed PEFT what a config does to a model: calls get_peft_model and reads the modules of the result."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import peft
import torch
from peft.mapping import PEFT_TYPE_TO_CONFIG_MAPPING
from peft.tuners.tuners_utils import BaseTuner, BaseTunerLayer
from peft.utils import other

# Modules that PEFT trains whole or in part without a tuner: ModulesToSaveWrapper and, since 0.15, TrainableTokensWrapper.
WRAPPER = getattr(other, "AuxiliaryTrainingWrapper", other.ModulesToSaveWrapper)
# What PEFT inserts into the path of a module of the base model.
INSERTED = ("base_layer", "original_module", "token_adapter")


@dataclass
class Answer:
    """What PEFT did. Paths and parameters are those of the base model, sorted; several copies of one are one."""

    adapted: list[str] = field(default_factory=list)  # modules with an adapter
    saved: list[str] = field(default_factory=list)  # modules with a copy that is trained whole
    tokens: list[str] = field(default_factory=list)  # modules of which some rows are trained
    trainable: list[str] = field(default_factory=list)  # parameters of the base model that train, or of which a copy does
    idle: list[str] = field(default_factory=list)  # of these, parameters of which the copy that forward() uses is frozen
    frozen_adapters: list[str] = field(default_factory=list)  # adapted modules of which no adapter parameter trains
    adapter_parameters: int = 0  # parameters that train and are not of the base model, by name
    untied: list[str] = field(default_factory=list)  # parameters that were another one's and are their own now; no recorded fact
    refused: str = ""  # the exception instead of all that

    def facts(self) -> dict[str, Any]:
        """The members that say something and are recorded."""
        return {key: value for key, value in dataclasses.asdict(self).items() if value and key != "untied"}


def knows(members: dict[str, Any]) -> bool:
    """Whether the installed PEFT has the tuner and all its members. Another one wrote such a config."""
    kind = PEFT_TYPE_TO_CONFIG_MAPPING.get(members["peft_type"])
    return kind is not None and set(members) <= {member.name for member in dataclasses.fields(kind)}


def ask(model: torch.nn.Module, members: dict[str, Any], **options: Any) -> Answer:
    """What PEFT makes of a copy of the model. `options` are those of get_peft_model."""
    copied = copy.deepcopy(model)
    try:
        with quiet():
            torch.manual_seed(0)
            wrapped = peft.get_peft_model(copied, config_of(members), **options)
    except Exception as error:  # whatever PEFT raises is its answer
        return Answer(refused=f"{type(error).__name__}: {error}")
    return read(model, wrapped)


def config_of(members: dict[str, Any]) -> peft.PeftConfig:
    others = {key: copy.deepcopy(value) for key, value in members.items() if key != "peft_type"}
    config: peft.PeftConfig = PEFT_TYPE_TO_CONFIG_MAPPING[members["peft_type"]](**others)
    return config


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def read(model: torch.nn.Module, wrapped: torch.nn.Module) -> Answer:
    """Reads from a model that PEFT has changed what it adapts, saves and trains."""
    aliases = aliases_of(model)
    known = {name for name, _ in model.named_parameters(remove_duplicate=False)}
    inner = base_of(wrapped)
    modules = dict(inner.named_modules())
    adapted: set[str] = set()
    saved: set[str] = set()
    tokens: set[str] = set()
    for name, module in modules.items():
        if isinstance(module, WRAPPER):
            (saved if isinstance(module, other.ModulesToSaveWrapper) else tokens).add(base_name(name))
        elif isinstance(module, BaseTunerLayer) or type(module).__name__.startswith("Adapted"):
            if not name.endswith("token_adapter"):
                adapted.add(base_name(name))
    trainable: set[str] = set()
    trained_adapters: set[str] = set()
    added = {id(parameter) for parameter in wrapped.parameters() if parameter.requires_grad}
    for name, parameter in inner.named_parameters(remove_duplicate=False):  # a shared one by all its names
        short = base_name(name)
        if short in known:
            added.discard(id(parameter))
        if not parameter.requires_grad:
            continue
        if short in known:
            trainable.add(short)
        else:
            trained_adapters.add(owner(short, adapted))
    idle = {name for name in trainable if not used(inner, name).requires_grad}

    def listed(names: set[str]) -> list[str]:
        return sorted({first_path(name, aliases) for name in names})

    frozen = adapted - trained_adapters
    return Answer(listed(adapted), listed(saved), listed(tokens), listed(trainable), listed(idle), listed(frozen), len(added),
                  untied=untied_by(model, inner, known))


def untied_by(model: torch.nn.Module, inner: torch.nn.Module, known: set[str]) -> list[str]:
    """The names of shared parameters, but for the first of each, whose parameter in forward() is no longer the first one's."""
    first: dict[int, str] = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        first.setdefault(id(parameter), name)
    firsts = {name: first[id(parameter)] for name, parameter in model.named_parameters(remove_duplicate=False)}
    return sorted(name for name in known if firsts[name] != name and used(inner, name) is not used(inner, firsts[name]))


def aliases_of(model: torch.nn.Module) -> dict[str, str]:
    """The other paths of modules that occur several times, with the path by which named_modules() lists them."""
    first = {id(module): path for path, module in model.named_modules()}
    every = model.named_modules(remove_duplicate=False)
    return {path: first[id(module)] for path, module in every if first[id(module)] != path}


def first_path(name: str, aliases: dict[str, str]) -> str:
    """A module's or parameter's name with the listed path of its module."""
    module, _, last = name.rpartition(".")
    if name in aliases:
        return aliases[name]
    return f"{aliases[module]}.{last}" if module in aliases else name


def base_of(wrapped: torch.nn.Module) -> torch.nn.Module:
    """The user's model inside: base_model is a tuner that holds it, or for prompts the model itself."""
    tuner = wrapped.base_model
    return tuner.model if isinstance(tuner, (BaseTuner, peft.AdaptionPromptModel)) else tuner


def base_name(name: str) -> str:
    """A name inside of the user's model without what PEFT has inserted."""
    kept: list[str] = []
    segments = name.split(".")
    at = 0
    while at < len(segments):
        if segments[at] == "modules_to_save" and segments[at + 1 : at + 2] == ["default"]:
            at += 2
            continue
        if segments[at] not in INSERTED:
            kept.append(segments[at])
        at += 1
    return ".".join(kept)


def owner(parameter: str, adapted: set[str]) -> str:
    """The innermost adapted module that a parameter is in; "" if there is none."""
    path = parameter
    while path and path not in adapted:
        path = path.rpartition(".")[0]
    return path


def used(model: torch.nn.Module, parameter: str) -> torch.nn.Parameter:
    """The parameter that forward() uses: from each wrapper its active copy."""
    at: Any = model
    for segment in parameter.split("."):
        at = unwrapped(at)
        at = getattr(at, segment)
    result: torch.nn.Parameter = at
    return result


def unwrapped(module: Any) -> Any:
    """The module of the base model that forward() uses in place of a wrapper, or the module itself."""
    while True:
        copies = getattr(module, "modules_to_save", None) if isinstance(module, other.ModulesToSaveWrapper) else None
        if isinstance(copies, torch.nn.ModuleDict) and "default" in copies:
            module = copies["default"]
        elif isinstance(module, WRAPPER):
            module = module.original_module
        elif isinstance(module, BaseTunerLayer) and hasattr(module, "base_layer"):
            module = module.base_layer
        else:
            return module
