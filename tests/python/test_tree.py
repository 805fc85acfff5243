# SPDX-License-Identifier: Apache-2.0
"""overmatch.tree: what is known of a model, saved and read again."""

import dataclasses
import gzip
import json
import pathlib
import subprocess
import sys
import time

import overmatch
import pytest
import toy_models
from toy_models import TOY_LINES, Linear, Module, Parameter, Toy


def lines_of(model):
    return [json.loads(line) for line in overmatch.tree(model).text.splitlines()]


def test_of_a_model():
    tree = overmatch.tree(Toy())
    assert tree.text == TOY_LINES
    assert tree.names == ("", "body", "body.embed", "body.conv", "body.up", "body.down", "body.lazy", "head")
    assert list(tree) == list(tree.names) and len(tree) == 8
    assert repr(tree) == "Tree(8 modules, 8 parameters, 6 classes)"
    assert overmatch.tree(tree) is tree


@pytest.mark.parametrize("name", ["toy.tree.jsonl", "toy.tree.jsonl.gz"])
def test_what_is_saved_is_read_again(tmp_path, name):
    tree = overmatch.tree(Toy())
    file = tmp_path / name
    tree.save(file)
    written = file.read_bytes()
    assert (gzip.decompress(written) if name.endswith(".gz") else written).decode() == TOY_LINES
    assert overmatch.tree(file) == overmatch.tree(str(file)) == tree
    assert overmatch.read_tree(file) == list(tree.names)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_can_not_be_saved_or_changed(tmp_path):
    tree = overmatch.tree(Toy())
    with pytest.raises(ValueError, match="cannot write"):
        tree.save(tmp_path / "none" / "toy.jsonl")
    with pytest.raises(dataclasses.FrozenInstanceError):
        tree.names = ()


def test_of_names(tmp_path):
    tree = overmatch.tree(["model", "model.layers.0.q_proj"])
    assert tree.names == ("model", "model.layers", "model.layers.0", "model.layers.0.q_proj")
    assert repr(tree) == "Tree(4 modules)" and tree.parameters is None and tree.classes == 0
    assert tree.text.startswith('{"overmatch_tree": 1}\n{"module": "model"}\n')
    file = tmp_path / "list.txt"
    file.write_text("model\nmodel.layers.0.q_proj\n")
    assert overmatch.tree(file) == tree == overmatch.tree(iter(["model", "model.layers.0.q_proj"]))


def test_is_no_model(tmp_path):
    for model in (3, None, [1], [None]):
        with pytest.raises(TypeError, match="names"):
            overmatch.tree(model)
    with pytest.raises(ValueError, match="model:1: duplicate"):
        overmatch.tree(["a", "a"])
    with pytest.raises(ValueError, match="cannot read"):
        overmatch.tree(tmp_path / "none")
    with pytest.raises(ValueError, match="a folder without model"):
        overmatch.tree(tmp_path)


def test_other_modules_have_only_names():
    class Names:
        def named_modules(self):
            return [("", self), ("a", None), ("a.b", object())]

    assert overmatch.tree(Names()).text == (
        '{"overmatch_tree": 1}\n{"module": ""}\n{"module": "a"}\n{"module": "a.b"}\n'
    )

    class Numbers:
        def named_modules(self):
            return [(1, None)]

    with pytest.raises(TypeError, match="str, not int"):
        overmatch.tree(Numbers())


def test_no_parameters_are_known_to_be_none():
    tree = overmatch.tree(Module(a=Module()))
    assert tree.parameters == 0 and '"parameters": {}' in tree.text


def test_shared_parameters_and_modules():
    shared = Parameter(2)
    model = Module(a=Module(w=shared), b=Module(v=shared), c=Module(w=shared), w=shared)
    assert lines_of(model)[0]["tied"] == [["a.w", "w"], ["b.v", "w"], ["c.w", "w"]]


@pytest.mark.parametrize("error", [NotImplementedError, AttributeError])
def test_models_without_embeddings(error):
    class Model(Module):
        def get_input_embeddings(self):
            raise error("none")

        def get_output_embeddings(self):
            return None

    assert not any("embeddings" in member for member in lines_of(Model(a=Linear(1, 1)))[0])


def test_other_errors_of_a_model_are_raised():
    class Model(Module):
        def get_input_embeddings(self):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        overmatch.tree(Model())


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["head.weight"], ["head.weight"]),
        ({"head.weight": "embed.weight"}, {"head.weight": "embed.weight", "part.x": "part.y"}),
        ({}, {"part.x": "part.y"}),
        (None, None),
    ],
)
def test_declared_ties(keys, expected):
    """Of submodules only where the model's own are a dict, as PEFT 0.21.2 reads them (_get_module_names_tied_with_embedding)."""
    model = Module(part=Module(), head=Module())
    model._tied_weights_keys = keys
    model._modules["part"]._tied_weights_keys = {"x": "y"}
    assert lines_of(model)[0].get("declared_ties") == expected


def test_odd_names():
    model = Module(**{'a"b\\c\nd': Module(w=Parameter(1)), "ä": Module()})
    tree = overmatch.tree(model)
    assert tree.names == ("", 'a"b\\c\nd', "ä")
    assert tuple(overmatch._core.tree_lines(tree.text, "t")[1]) == tree.names


def test_needs_no_torch():
    code = "import sys, overmatch; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_documented_dump(tmp_path, monkeypatch):
    """docs/trees.md shows how to write a tree without overmatch."""
    page = pathlib.Path(__file__).parents[2] / "docs" / "trees.md"
    blocks = [block.split("```")[0] for block in page.read_text(encoding="utf-8").split("```python\n")[1:]]
    (code,) = (block for block in blocks if "overmatch_tree" in block)
    assert len([line for line in code.splitlines() if line]) <= 10
    model = Toy()
    del model._modules["body"]._modules["lazy"]
    monkeypatch.chdir(tmp_path)
    exec(code, {"model": model})
    head, *modules = [json.loads(line) for line in (tmp_path / "model.tree.jsonl").read_text().splitlines()]
    known_head, *known = [json.loads(line) for line in TOY_LINES.splitlines() if "lazy" not in line]
    assert [{**line, "groups": 1} for line in modules] == [{"parameters": {}, **line, "groups": 1} for line in known]
    assert head["model_type"] == "toy"
    for name, bases in known_head["bases"].items():
        assert head["bases"][name][: len(bases)] == bases
    assert len(overmatch.tree(tmp_path / "model.tree.jsonl")) == 7


def test_speed_of_a_large_model():
    """DeepSeek-V3 has 75,396 modules. The bound leaves room for a loaded machine: it takes a fifth of it."""
    expert = {"gate_proj": 3, "up_proj": 3, "down_proj": 3}
    layers = {str(i): Module(**{name: Linear(7, 5) for name in expert}) for i in range(256)}
    model = Module(layers=Module(**{str(i): Module(experts=Module(**layers)) for i in range(1)}))
    modules = list(model.named_modules())

    class Large:
        def named_modules(self):
            return [(f"{i}.{name}", module) for i in range(74) for name, module in modules if name]

    start = time.process_time()
    tree = overmatch.tree(Large())
    assert len(tree) > 75_000
    assert time.process_time() - start < 2
