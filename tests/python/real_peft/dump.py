# SPDX-License-Identifier: Apache-2.0
"""Writes a model as a JSON Lines tree (src/names/readers/tree_lines.h), without overmatch being installed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import torch

LONGEST = 200  # characters of a member of the config


def lines_of(model: torch.nn.Module, name: str) -> Iterator[str]:
    """The lines of the tree. The first has one member more, which readers ignore: the model's name."""
    yield text_of({"overmatch_tree": 1, "model": name, **whole_model(model)})
    for path, module in model.named_modules():
        line: dict[str, Any] = {"module": path, "class": qualified(type(module))}
        own = module.named_parameters(recurse=False, remove_duplicate=False)
        parameters = {name: list(parameter.shape) for name, parameter in own}
        if parameters:
            line["parameters"] = parameters
        if getattr(module, "groups", 1) != 1 and isinstance(module.groups, int):
            line["groups"] = module.groups
        yield text_of(line)


def whole_model(model: torch.nn.Module) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    config = getattr(model, "config", None)
    if config is not None:
        facts["model_type"] = config.model_type
        facts["config"] = {key: value for key, value in sorted(config.to_dict().items())
                           if value is not None and len(json.dumps(value, default=str)) <= LONGEST}
    paths = {id(module): path for path, module in model.named_modules()}
    for member, getter in (("input_embeddings", "get_input_embeddings"), ("output_embeddings", "get_output_embeddings")):
        try:
            module = getattr(model, getter)()
        except (AttributeError, NotImplementedError):
            continue  # not a model of transformers, or one without embeddings of words
        if id(module) in paths:
            facts[member] = paths[id(module)]
    kinds = {type(module): bases_of(type(module)) for module in model.modules()}
    facts["bases"] = {qualified(kind): bases for kind, bases in kinds.items() if bases}
    facts["tied"] = ties_of(model)
    if declared := declared_ties_of(model):
        facts["declared_ties"] = declared
    return facts


def ties_of(model: torch.nn.Module) -> list[list[str]]:
    """Parameters that several modules share. A shared module is listed once, by its first path."""
    first: dict[int, str] = {}
    tied = []
    for path, module in model.named_modules():
        for own, parameter in module.named_parameters(recurse=False, remove_duplicate=False):
            name = f"{path}.{own}" if path else own
            if id(parameter) in first:
                tied.append([name, first[id(parameter)]])
            else:
                first[id(parameter)] = name
    return tied


def declared_ties_of(model: torch.nn.Module) -> dict[str, str] | list[str]:
    """`_tied_weights_keys` of all modules, with full names: {name: source} since transformers 5, [name] before."""
    pairs: dict[str, str] = {}
    for path, module in model.named_modules():
        keys = getattr(module, "_tied_weights_keys", None) or ()
        front = f"{path}." if path else ""
        for key in keys:
            pairs[front + key] = front + keys[key] if isinstance(keys, dict) else ""
    return pairs if all(pairs.values()) else list(pairs)


def qualified(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def bases_of(kind: type) -> list[str]:
    return [qualified(base) for base in kind.__mro__[1:] if base not in (object, torch.nn.Module)]


def text_of(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), default=str)
