# SPDX-License-Identifier: Apache-2.0
"""Looks through the wrappers that PEFT puts into a model: what is the base model, and what is each parameter?

Asks the modules themselves, not their names, so that every tuner is known. The classes are those of PEFT 0.6 to 0.21
(https://github.com/huggingface/peft/tree/v0.21.2/src/peft):
- tuners_utils.BaseTunerLayer has `adapter_layer_names` in its class and the adapted module as its child `base_layer`
- other.ModulesToSaveWrapper has the children `original_module` and `modules_to_save`, one copy for each adapter
- other.TrainableTokensWrapper has the child `token_adapter`, a BaseTunerLayer
- adaption_prompt.AdaptedAttention has the attention as its child `model`
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple


class Parameter(NamedTuple):
    """A parameter of a wrapped model."""

    name: str
    requires_grad: bool
    #: "own", "adapter", "saved", "token-rows", "original" or "added": see ParameterRole in trainable.h.
    role: str
    #: The module of the base model that it belongs to; "" for one that PEFT adds.
    module: str
    #: Equal for the names of one tensor; 0 if it has one name.
    tensor: int


def _children(module: Any) -> dict[str, Any]:
    return dict(module.named_children())


def _inner(module: Any, children: dict[str, Any]) -> str | None:
    """The name of the child that a wrapper wraps; None for a module of the base model."""
    if "base_layer" in children and hasattr(type(module), "adapter_layer_names"):
        return "base_layer"
    if "original_module" in children and "modules_to_save" in children:
        return "original_module"
    if "token_adapter" in children and type(module).__name__ == "TrainableTokensWrapper":
        return "token_adapter"
    if "model" in children and type(module).__name__ == "AdaptedAttention":
        return "model"
    return None


def _unwrapped(module: Any) -> Any:
    while module is not None:
        children = _children(module)
        inner = _inner(module, children)
        if inner is None:
            return module
        module = children[inner]
    return module


def base_of(model: Any) -> Any:
    """The base model inside a PeftModel, with the wrappers still in it; the model itself if PEFT was injected into it."""
    return model.get_base_model() if hasattr(model, "get_base_model") else model


class BaseModel:
    """The base model as it was before PEFT wrapped modules of it."""

    def __init__(self, model: Any):
        self._model = base_of(model)

    def named_modules(self) -> Iterator[tuple[str, Any]]:
        yield from _named_modules(self._model, "", set())

    def __getattr__(self, name: str) -> Any:  # config, for example
        return getattr(self._model, name)

    def get_input_embeddings(self) -> Any:
        return _unwrapped(self._model.get_input_embeddings())

    def get_output_embeddings(self) -> Any:
        return _unwrapped(self._model.get_output_embeddings())


def _named_modules(module: Any, path: str, seen: set[int]) -> Iterator[tuple[str, Any]]:
    module = _unwrapped(module)
    if id(module) in seen:
        return
    seen.add(id(module))
    yield path, module
    for name, child in _children(module).items():
        yield from _named_modules(child, f"{path}.{name}" if path else name, seen)


def parameters_of(model: Any, adapter: str) -> list[Parameter]:
    """Every parameter of a wrapped model under each of its names. The adapters other than `adapter` are taken for inactive."""
    base = base_of(model)
    inactive = {name for name in getattr(model, "peft_config", ()) if name != adapter}
    found: list[tuple[str, Any, str, str]] = []
    paths: dict[int, str] = {}  # of each module of the base model, the first one as in named_modules()

    def visit(module: Any, name: str, role: str, path: str, adapter_role: str = "adapter") -> None:
        if role == "own":
            path = paths.setdefault(id(_unwrapped(module)), path)
        children = _children(module)
        inner = _inner(module, children) if role == "own" else None
        of_peft = role if inner is None else adapter_role
        for last, parameter in module.named_parameters(recurse=False):
            found.append((f"{name}.{last}" if name else last, parameter, active(of_peft, last), path))
        for last, child in children.items():
            full = f"{name}.{last}" if name else last
            if role == "added" and child is base:
                visit(child, full, "own", "")
            elif last == inner == "token_adapter":
                visit(child, full, "own", path, "token-rows")
            elif last == inner:
                visit(child, full, "original" if "modules_to_save" in children else "own", path)
            elif inner is not None and last == "modules_to_save":
                for copy_of, copy in _children(child).items():
                    visit(copy, f"{full}.{copy_of}", active("saved", copy_of), path)
            elif of_peft == "own":
                visit(child, full, "own", f"{path}.{last}" if path else last)
            else:
                visit(child, full, active(of_peft, last), path)

    def active(role: str, name: str) -> str:
        return "original" if role != "own" and name in inactive else role

    visit(model, "", "own" if model is base else "added", "")
    roles: dict[int, list[str]] = {}
    for _, parameter, role, _ in found:
        roles.setdefault(id(parameter), []).append(role)

    def repeats(parameter: Any, role: str) -> bool:
        """Whether a name repeats another one: a PeftModel for prompts keeps the word embeddings of its base model, and each adapter of
        VB-LoRA the bank of all."""
        others = roles[id(parameter)]
        return (role == "added" and "own" in others) or (role == "adapter" and "added" in others)

    return [
        Parameter(name, bool(parameter.requires_grad), role, path, id(parameter) if len(roles[id(parameter)]) > 1 else 0)
        for name, parameter, role, path in found
        if not repeats(parameter, role)
    ]
