# SPDX-License-Identifier: Apache-2.0
"""Compares the audit with the installed libraries, module by module: python -m real_picks.live [--mode MODE] [MODEL...], in tests/python.

Prints one JSON object a line: {"model", "config", "library", "picked", "differs", "open"}; `picked` is how many modules the library
picks, `differs` is "" if the audit says the same of every module, `open` is what the audit says that it did not judge. With --mode,
lists are read in that mode instead of their dialect, which must differ (and PEFT, whose configs name no dialect, is not asked).
test_real_picks.py reads them.
"""

from __future__ import annotations

import argparse
import json
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import overmatch
import torch
import transformers
from real_peft.ask import ask, knows
from real_peft.live import audited, difference

from .configs import Asked, configs
from .models import model_of
from .pick import compressed_tensors_picks, transformers_picks

LINEAR, EMBEDDING = "torch.nn.modules.linear.Linear", "torch.nn.modules.sparse.Embedding"
MODES: dict[str, overmatch.Mode] = {"transformers": "transformers-skip", "compressed-tensors": "compressed-tensors"}


class Classes:
    """The classes that a tree knows of its modules."""

    def __init__(self, tree: overmatch.Tree):
        header, *lines = map(json.loads, tree.text.splitlines())
        self.of = {line["module"]: line["class"] for line in lines}
        self.bases: dict[str, list[str]] = header["bases"]

    def is_a(self, module: str, kinds: tuple[str, ...]) -> bool:
        return not set(self.all_of(module)).isdisjoint(kinds)

    def all_of(self, module: str) -> list[str]:
        return [self.of[module], *self.bases.get(self.of[module], [])]


def selected(tree: overmatch.Tree, mode: overmatch.Mode, entries: list[str]) -> set[str]:
    """What the audit says that the entries select."""
    return {module for entry in overmatch.audit(tree, entries, mode=mode).entries for module in entry.selected} if entries else set()


def compare(told: dict[str, Any], expected: dict[str, Any]) -> str:
    wrong = sorted(module for module in told.keys() | expected.keys() if told.get(module) != expected.get(module))
    return f"{len(wrong)} modules, such as {[(name, told.get(name), expected.get(name)) for name in wrong[:3]]}" if wrong else ""


def by_peft(model: torch.nn.Module, tree: overmatch.Tree, config: dict[str, Any]) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer = ask(model, config, low_cpu_mem_usage=True)
    audit = audited(model, config)
    names = {name for name, _ in model.named_parameters()}
    return {"picked": len(answer.adapted) + len(answer.saved) + len(answer.tokens), "refused": answer.refused[:120],
            "differs": difference(answer, audit, names), "open": audit.get("open", [])}


def by_transformers(model: torch.nn.Module, tree: overmatch.Tree, config: dict[str, Any]) -> dict[str, Any]:
    """The audit says which modules the list skips. Of the others, transformers converts linear layers, and with fp8 experts."""
    picked = transformers_picks(model, config)
    entries = [*(config["quantization_config"]["modules_to_not_convert"] or ()), *picked.added]
    skipped = selected(tree, MODES["transformers"], entries)
    classes = Classes(tree)

    def converts(module: str) -> bool:
        if config["quantization_config"]["quant_method"] == "bitnet":
            return classes.is_a(module, (LINEAR,))
        kind = classes.of[module]
        return kind == LINEAR or module.endswith(".experts") or ("GroupedLinear" in kind and classes.is_a(module, (LINEAR,)))

    told = {module for module in classes.of if module not in skipped and converts(module)}
    return {"picked": len(picked.modules), "added": picked.added,
            "differs": compare(dict.fromkeys(told, "converted"), dict.fromkeys(picked.modules, "converted")), "open": []}


def by_compressed_tensors(model: torch.nn.Module, tree: overmatch.Tree, config: dict[str, Any]) -> dict[str, Any]:
    """The audit says which modules targets and `ignore` name. A target that names no module names a class."""
    picked = compressed_tensors_picks(model, config)
    quantization = config["quantization_config"]
    bits = {target: group["weights"]["num_bits"] for group in quantization["config_groups"].values() for target in group["targets"]}
    ignored = selected(tree, MODES["compressed-tensors"], quantization["ignore"])
    labels = overmatch.select("compressed-tensors-targets", list(bits), list(tree.names), labels=[str(each) for each in bits.values()])
    classes = Classes(tree)
    told = {}
    for module, label in zip(tree.names, labels, strict=True):
        kinds = [kind.rpartition(".")[2] for kind in classes.all_of(module)]
        of_class = next((bits[target] for target in sorted(bits) if target in kinds), None)
        value = int(label) if label is not None else of_class
        if value is not None and module not in ignored and classes.is_a(module, (LINEAR, EMBEDDING)):
            told[module] = value
    return {"picked": len(picked), "differs": compare(told, picked), "open": []}


LIBRARIES = {"peft": by_peft, "transformers": by_transformers, "compressed-tensors": by_compressed_tensors}


def rows(libraries: Iterable[str], only: list[str]) -> Iterator[dict[str, Any]]:
    by_model: dict[str, list[Asked]] = {}
    for asked in configs():
        for name in asked.models if asked.library in libraries else ():
            by_model.setdefault(name, []).append(asked)
    for name, all_asked in by_model.items():
        if only and name not in only:
            continue
        model = model_of(name)
        tree = overmatch.tree(model)
        for asked in all_asked:
            if asked.library == "peft" and not knows(asked.config):
                continue
            yield {"model": name, "config": asked.id, "library": asked.library, **LIBRARIES[asked.library](model, tree, asked.config)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode")
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    if arguments.mode:
        MODES.update(dict.fromkeys(MODES, arguments.mode))
    libraries = MODES if arguments.mode else LIBRARIES
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    for row in rows(libraries, arguments.models):
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
