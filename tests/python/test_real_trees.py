# SPDX-License-Identifier: Apache-2.0
"""The trees with types in corpus/trees are those that the installed transformers gives (real_trees)."""

import gzip
import os
import shutil

from real_trees.models import MODELS, NEW
from real_venv import HERE, run

TREES = os.path.join(HERE, "..", "..", "corpus", "trees")


def text_of(folder, row):
    with gzip.open(os.path.join(folder, f"{row.name}.tree.jsonl.gz"), "rt", encoding="utf-8") as file:
        return file.read()


def test_the_shipped_trees_can_be_made_again(tmp_path):
    shutil.copy(os.path.join(TREES, "sources.tsv"), tmp_path)
    run("real_trees.make", str(tmp_path))
    made = [row for row in MODELS if row.release == NEW]
    assert len(made) >= 40
    assert [row.name for row in made if text_of(tmp_path, row) != text_of(TREES, row)] == []
    with open(os.path.join(TREES, "sources.tsv")) as shipped:
        assert (tmp_path / "sources.tsv").read_text() == shipped.read()


def test_every_shipped_tree_with_types_has_a_model():
    shipped = {name.removesuffix(".tree.jsonl.gz") for name in os.listdir(TREES) if name.endswith(".tree.jsonl.gz")}
    assert shipped == {row.name for row in MODELS}
