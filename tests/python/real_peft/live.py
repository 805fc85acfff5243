# SPDX-License-Identifier: Apache-2.0
"""Compares overmatch.audit with the installed PEFT, both in this process: python -m real_peft.live, in tests/python.

Prints one JSON object a line: {"model", "config", "peft", "audit", "differs"}; `differs` is "" if both say the same, or if the
audit says what it did not judge. test_real_peft.py reads them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import overmatch
import peft
import torch
import transformers

from .architectures import ARCHITECTURES, build
from .ask import Answer, ask, knows
from .configs import CONFIGS, Config, members_for

# The forms that PEFT reads in a way of its own, and the usual ones; the recorded answers have all of them.
NAMES = ("attention-task", "all-linear-task", "default-targets", "save-embedding-and-head", "regex-layer-one-loose",
         "targets-norm", "exclude-regex", "layer-number", "layers-with-regex", "save-classifiers", "save-layer", "save-blocks",
         "save-nested-inner-first", "save-what-is-adapted", "tokens", "tied-save-embedding", "tied-target-head",
         "parameters-weight", "parameters-w", "bias-all", "ia3-default", "adalora", "ln-tuning-default", "vblora", "fourierft",
         "hra", "prompt-tuning", "replicated")
MODELS = ("llama-tied", "mixtral", "deepseek-v3", "gemma3", "gpt2-seq", "t5", "bert-mlm", "distilbert-seq", "plain-torch")


def audited(model: torch.nn.Module, members: dict[str, Any]) -> dict[str, Any]:
    """What the audit says, with the members of an Answer, and what it did not judge."""
    try:
        data = overmatch.audit(model, {**members, "peft_version": peft.__version__}).data
    except ValueError as error:
        return {"refused": str(error)}
    adapted = set(data["adapted"] or ()) | {name.rpartition(".")[0] for name in data["adapted_parameters"]}
    return {"adapted": sorted(adapted), "saved": data["saved"], "tokens": data["tokens"],
            "trainable": data.get("trainable", {}).get("planned", []), "refused": (data["refused"] or {}).get("why", ""),
            "open": data["not_judged"]}


def difference(answer: Answer, audit: dict[str, Any], names: set[str]) -> str:
    """In what they differ. A shared parameter has one of its names in named_parameters(), and PEFT's answer has all: those of one
    parameter are one here, unless PEFT has made them two."""
    if audit.get("open") or (answer.refused and audit["refused"]):
        return ""
    if answer.refused or audit["refused"]:
        return f"PEFT refuses: {answer.refused!r}, the audit: {audit['refused']!r}"
    for member in ("adapted", "saved", "tokens", "trainable"):
        theirs, ours = set(getattr(answer, member)), set(audit[member])
        if member == "trainable":
            theirs &= names | set(answer.untied)
        if theirs != ours:
            return f"{member}: only PEFT {sorted(theirs - ours)[:3]}, only the audit {sorted(ours - theirs)[:3]}"
    return ""


def rows() -> Iterator[dict[str, Any]]:
    configs: list[Config] = [config for config in CONFIGS if config.name in NAMES]
    for architecture in ARCHITECTURES:
        model = build(architecture) if architecture.name in MODELS else None
        if model is None:
            continue
        names = {name for name, _ in model.named_parameters()}
        paths = [path for path, _ in model.named_modules()]
        for config in configs:
            members = members_for(config, architecture, paths)
            if (config.only and architecture.name not in config.only) or not knows(members):
                continue
            answer, audit = ask(model, members), audited(model, members)
            yield {"model": architecture.name, "config": config.name, "peft": answer.facts(), "audit": audit,
                   "differs": difference(answer, audit, names)}


if __name__ == "__main__":
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    for row in rows():
        print(json.dumps(row), flush=True)
