# SPDX-License-Identifier: Apache-2.0
"""Writes the trees with types of corpus/trees: python -m real_trees.make FOLDER [NAME...], in tests/python; `./dev trees` runs it.

Builds those models of models.py whose release of transformers is the installed one, on the meta device: no weights, no network. The
same release writes the same bytes. Rewrites their lines in FOLDER/sources.tsv.
"""

from __future__ import annotations

import json
import os
import sys

import overmatch
import torch
import transformers

from .models import MODELS, RealModel


def build(row: RealModel) -> torch.nn.Module:
    config = getattr(transformers, row.config)(**row.members)
    with torch.device("meta"):
        model: torch.nn.Module = getattr(transformers, row.model)(config)
    return model


def file_of(row: RealModel) -> str:
    return f"{row.name}.tree.jsonl.gz"


def source_of(row: RealModel, modules: int) -> str:
    """The line of the model in sources.tsv: file, model, modules, source, checked."""
    members = json.dumps(row.members, separators=(",", ":")) if row.members else "defaults"
    source = (f"transformers {row.release} of PyPI ; class {row.model} on the meta device, overmatch.tree() ; "
              f"config {row.config}({members}) ; tests/python/real_trees")
    return "\t".join((file_of(row), row.published, str(modules), source, ""))


def update_sources(path: str, rows: dict[str, str]) -> None:
    """Replaces or adds these lines, in the order of the files."""
    with open(path, encoding="utf-8") as file:
        head, *lines = file.read().splitlines()
    kept = {line.partition("\t")[0]: line for line in lines}
    kept.update(rows)
    with open(path + ".part", "w", encoding="utf-8") as out:
        out.write("\n".join([head, *(kept[name] for name in sorted(kept))]) + "\n")
    os.replace(path + ".part", path)


def main(folder: str, only: list[str]) -> None:
    transformers.logging.set_verbosity_error()
    rows = {}
    for row in MODELS:
        if row.release == transformers.__version__ and (not only or row.name in only):
            tree = overmatch.tree(build(row))
            tree.save(os.path.join(folder, file_of(row)))
            rows[file_of(row)] = source_of(row, len(tree))
            print(f"{row.name}: {tree}", flush=True)
    update_sources(os.path.join(folder, "sources.tsv"), rows)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
