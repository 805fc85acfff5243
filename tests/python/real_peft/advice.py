# SPDX-License-Identifier: Apache-2.0
"""Follows the advice of the audit with the installed PEFT: python -m real_peft.advice, in tests/python.

Prints one JSON object a line for each advice of each row: {"row", "advice", "adapted", "saved", "right"}; `advice` is null and
`right` false for a row without any. `saved` are the modules
that train whole once all of the advice is followed, its code included. test_real_peft.py reads them.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import overmatch
import peft
import torch
import transformers

from .architectures import ARCHITECTURES, build
from .ask import config_of, quiet, read


class SeedModel(torch.nn.Module):
    """A model with two towers, of which one name ends with that of the other."""

    def __init__(self) -> None:
        super().__init__()
        for tower in ("model", "img_model"):
            layers = torch.nn.ModuleList(torch.nn.ModuleDict({"q_proj": torch.nn.Linear(8, 8), "xxxx": torch.nn.Linear(8, 8)})
                                         for _ in range(2))
            self.add_module(tower, torch.nn.ModuleDict({"layers": layers}))


@dataclass(frozen=True)
class Row:
    """A config with a mistake, and what its author wanted."""

    model: str  # an architecture, or "seed"
    members: dict[str, Any]
    saved: tuple[str, ...]  # exactly the modules to be trained whole
    adapted: str  # a regex of the modules to be adapted, all of them and no others
    purpose: str = ""  # of the advice, where it has one for each subtree


ROWS = (
    Row("seed", {"target_modules": ["model.layers.0.q_proj"], "modules_to_save": ["model.layers.0.xxxx"]},
        ("model.layers.0.xxxx",), r"model\.layers\.0\.q_proj"),
    Row("distilbert-seq", {"target_modules": ["q_lin"], "modules_to_save": ["classifier"]}, ("classifier",), r".*\.q_lin"),
    Row("distilbert-seq", {"target_modules": ["q_lin"], "task_type": "SEQ_CLS"}, ("classifier",), r".*\.q_lin"),
    Row("llama-tied", {"target_modules": ["q_proj"], "modules_to_save": ["norm"]}, ("model.norm",), r".*\.q_proj"),
    Row("llama", {"target_modules": r".*layers.1.*q_proj"}, (), r"model\.layers\.1\.self_attn\.q_proj"),
    Row("gemma3", {"target_modules": ["q_proj", "v_proj"]}, (), r".*language_model\..*\.[qv]_proj", "language"),
    Row("llava", {"target_modules": ["q_proj", "v_proj"]}, (), r".*language_model\..*\.[qv]_proj", "language"),
)


def model_of(row: Row) -> torch.nn.Module:
    if row.model == "seed":
        return SeedModel()
    (architecture,) = (each for each in ARCHITECTURES if each.name == row.model)
    model = build(architecture)
    assert model is not None, f"the installed transformers lacks {row.model}"
    return model


def advice_of(row: Row, audit: overmatch.Audit) -> Iterator[tuple[dict[str, Any], str]]:
    """Each advice as members of the config to replace, and code to run on the wrapped model."""
    values = [each for each in audit.write_instead if row.purpose in each.purpose]
    for each in values:
        yield {each.member: each.value if isinstance(each.value, str) else list(each.value)}, ""
    for finding in audit.findings:
        for remedy in finding.remedies:
            if not remedy.code:
                continue  # a change of the model
            if remedy.kind == "freeze":
                yield {}, remedy.code
            else:
                yield json.loads("{" + remedy.code + "}"), ""


def follow(model: torch.nn.Module, members: dict[str, Any], code: str) -> tuple[list[str], list[str]]:
    """The modules that PEFT adapts and trains whole, when the advice is followed."""
    with quiet():
        wrapped = peft.get_peft_model(copy.deepcopy(model), config_of(members))
    exec(code, {"model": wrapped})  # what the report says to paste
    answer = read(model, wrapped)
    modules = {name.rpartition(".")[0] for name in answer.trainable}
    return answer.adapted, sorted(module for module in answer.saved if module in modules)


def right(row: Row, model: torch.nn.Module, adapted: list[str], saved: list[str], changed: dict[str, Any]) -> bool:
    """Whether that is what the author wanted. Advice to take a module out of modules_to_save may adapt it instead."""
    wanted = {path for path, _ in model.named_modules() if re.fullmatch(row.adapted, path)}
    if "modules_to_save" in changed and not saved:
        return wanted <= set(adapted) <= wanted | set(row.saved)
    return set(adapted) == wanted and set(saved) == set(row.saved)


def rows() -> Iterator[dict[str, Any]]:
    for row in ROWS:
        model = model_of(row)
        members = {"peft_type": "LORA", **row.members}
        audit = overmatch.audit(model, {**members, "peft_version": peft.__version__})
        advice = list(advice_of(row, audit))
        if not advice:
            yield {"row": [row.model, row.members], "advice": None, "adapted": list(audit.adapted or ()),
                   "saved": list(audit.saved or ()), "right": False}
        for changed, code in advice:
            adapted, saved = follow(model, {**members, **{key: value or None for key, value in changed.items()}}, code)
            yield {"row": [row.model, row.members], "advice": [changed, code], "adapted": adapted, "saved": saved,
                   "right": right(row, model, adapted, saved, changed)}


if __name__ == "__main__":
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    for told in rows():
        print(json.dumps(told), flush=True)
