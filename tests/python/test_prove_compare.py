# SPDX-License-Identifier: Apache-2.0
"""overmatch.prove and overmatch.compare: typed results that are those of the command line."""

import json
import os
import typing

import overmatch
import pytest
from test_audit import command_line, tree

ORIGIN = "model.layers.0"


@pytest.mark.parametrize(
    ("patterns", "arguments", "options", "verdict", "witness"),
    [
        (ORIGIN, {"mode": "endswith", "intended": "model"}, ["--mode", "endswith", "--intended", "model"], "refuted", "amodel.layers.0"),
        (ORIGIN, {"mode": "exact", "intended": "model"}, ["--mode", "exact", "--intended", "model"], "proved", None),
        ("a", {"mode": "exact", "intended": ""}, ["--mode", "exact", "--intended", ""], "proved", None),
        ("q", {"mode": "segment", "within": "q", "mode_b": "endswith"}, ["--mode", "segment", "--within", "q", "--mode-b", "endswith"], "proved", None),
        ("q", {"mode": "segment", "includes": ["q", "xq"]}, ["--mode", "segment", "--includes", "q", "--includes", "xq"], "refuted", "xq"),
        ("q", {"mode": "exact", "disjoint": ["v"]}, ["--mode", "exact", "--disjoint", "v"], "proved", None),
        ("q", {"mode": "segment", "mode_b": "exact"}, ["--mode", "segment", "--mode-b", "exact"], "refuted", "a.q"),
        (["a", "b"], {"mode": "exact", "same_as": ["b", "a"]}, ["--mode", "exact", "--same-as", "b", "--same-as", "a"], "proved", None),
        (ORIGIN, {"mode": "prefix", "intended": ORIGIN}, ["--mode", "prefix", "--intended", ORIGIN], "refuted", f"{ORIGIN}a"),
        ("q", {"mode": "substring", "mode_b": "run"}, ["--mode", "substring", "--mode-b", "run"], "refuted", "aq"),
        ("*.q", {"mode": "glob", "within": "q", "mode_b": "segment"}, ["--mode", "glob", "--within", "q", "--mode-b", "segment"], "proved", None),
        ("a.*", {"mode": "path-glob", "within": "a", "mode_b": "subtree"}, ["--mode", "path-glob", "--within", "a", "--mode-b", "subtree"], "proved", None),
        ("a$", {"mode": "match", "disjoint": "ab"}, ["--mode", "match", "--disjoint", "ab"], "proved", None),
        ("^a", {"mode": "search", "same_as": "a", "mode_b": "prefix"}, ["--mode", "search", "--same-as", "a", "--mode-b", "prefix"], "proved", None),
        (r"(a)\1", {"mode": "regex", "intended": "a"}, ["--mode", "regex", "--intended", "a"], "undecided", None),
        ("a.b", {"mode": "regex", "same_as": r"a[^\n]b", "visible": True}, ["--mode", "regex", "--same-as", r"a[^\n]b", "--visible"], "proved", None),
    ],
)
def test_prove(patterns, arguments, options, verdict, witness, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    proof = overmatch.prove(patterns, **arguments)
    assert (proof.verdict, proof.witness) == (verdict, witness)
    assert bool(proof) == (verdict == "proved")
    assert repr(proof) == f"<Proof: {verdict}" + (f" by {witness!r}>" if witness else ">")
    words = [word for pattern in ([patterns] if isinstance(patterns, str) else patterns) for word in ("--pattern", pattern)]
    there = command_line("prove", *words, *options)
    assert f"{proof}\n" == there.stdout and proof.exit_status == there.returncode
    assert proof.to_json() == command_line("prove", *words, *options, "--json", "-").stdout
    assert "<pre" in proof._repr_html_()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"mode": "exact"}, "needs a statement: intended ROOT, within P"),
        ({"mode": "exact", "within": "a", "same_as": "a"}, "one statement: intended, within, includes, disjoint, same_as, dead, no_overlap or swap"),
        ({"mode": "exact", "intended": "a..b"}, "empty segments"),
        ({"mode": "exact", "intended": "a", "mode_b": "exact"}, "mode_b and intended exclude"),
        ({"mode": "nearly", "intended": "a"}, "unknown mode"),
        ({"mode": "regex", "within": "("}, r"\("),
        ({"mode": "exact", "within": "a", "states": 0}, "states is 0"),
        ({"mode": "exact", "dead": 1, "labels": ["x"]}, "order"),
        ({"mode": "exact", "dead": 2, "labels": ["x"], "order": "first"}, "no pattern 2 of 1"),
        ({"mode": "exact", "dead": 0, "labels": ["x"], "order": "first"}, "dead is 0"),
        ({"mode": "exact", "dead": 1, "labels": ["x", "y"], "order": "first"}, "labels?"),
        ({"mode": "exact", "intended": "a", "only": "x"}, "only needs|order"),
        ({"mode": "exact", "intended": "a", "only": "y", "labels": ["x"], "order": "first"}, 'only "y": no pattern has this label'),
        ({"mode": "exact", "dead": 1, "only": "x", "labels": ["x"], "order": "first"}, "only is of statements"),
    ],
)
def test_prove_refuses(arguments, says):
    with pytest.raises(ValueError, match=says):
        overmatch.prove("a", **arguments)


@pytest.mark.parametrize(
    ("patterns", "mode", "statement", "verdict"),
    [
        (["proj", "up_proj"], "search", {"dead": 2, "order": "first"}, "proved"),
        (["proj", "up_proj"], "search", {"dead": 2, "order": "last"}, "refuted"),
        (["re:lm_.*", "lm_head"], "torchao", {"dead": 1}, "refuted"),
        (["lm_head", "re:lm_head"], "torchao", {"dead": 2}, "proved"),
        (["a.*", "b.*"], "glob", {"no_overlap": (1, 2), "order": "first"}, "proved"),
        (["a.*", "*.b"], "glob", {"no_overlap": (1, 2), "order": "first"}, "refuted"),
        (["a", "b"], "exact", {"swap": 1, "order": "first"}, "proved"),
        (["a", "a"], "exact", {"swap": 1, "order": "first"}, "refuted"),
        (["a", "b"], "exact", {"same_as": ["b", "a"], "labels_b": ["y", "x"], "order": "first"}, "proved"),
    ],
)
def test_lists_with_labels(patterns, mode, statement, verdict):
    assert overmatch.prove(patterns, mode, labels=["x", "y"], **statement).verdict == verdict


@pytest.mark.parametrize(
    ("only", "word", "statement", "verdict", "witness"),
    [
        ("int4", "int4", {"within": "mlp"}, "proved", None),
        ("int4", "int4", {"intended": "mlp"}, "refuted", "amlp"),
        (None, "null", {"within": "head"}, "proved", None),
        (None, "null", {"within": "mlp"}, "refuted", "head"),
        (..., None, {"within": "mlp"}, "refuted", None),
    ],
)
def test_only_one_label(only, word, statement, verdict, witness):
    patterns, labels = ["head", "mlp", "proj"], [None, "int4", "int8"]
    proof = overmatch.prove(patterns, "search", labels=labels, order="first", only=only, **statement)
    assert proof.verdict == verdict
    assert witness is None or proof.witness == witness
    ((option, value),) = statement.items()
    words = [part for p, label in zip(patterns, labels) for part in ("--pattern", p, "--label", label or "null")]
    there = command_line("prove", "--mode", "search", "--order", "first", *words, f"--{option}", value,
                         *(["--only", word] if word else []), "--json", "-")
    assert proof.to_json() == there.stdout
    assert proof.exit_status == there.returncode


def test_only_takes_a_label():
    with pytest.raises(TypeError, match="a label is a str or None, not int"):
        overmatch.prove("a", "exact", labels=["x"], order="first", intended="a", only=3)


NAMES = ["layers", "img_layers", "layers.0", "img_layers.0"]


def endswith(patterns, modules):
    return [any(module.endswith(pattern) for pattern in patterns) for module in modules]


def test_compare():
    for a, b, arguments in (("endswith", "segment", {}), (endswith, "segment", {}), (endswith, "segment", {"mode": "endswith"})):
        found = overmatch.compare(a, b, trees=[NAMES], patterns="layers", **arguments)
        assert [(each.pattern, each.module, each.a, each.b, each.tree, each.case) for each in found.differences] == [
            ("layers", "img_layers", True, False, "model", None)
        ]
        assert not found and len(found) == 1 and found.complete and "img_layers" in str(found)
    same = overmatch.compare("endswith", endswith, mode="endswith", trees=[NAMES])
    assert same and len(same) == 0 and "no difference" in str(same)


def test_the_modes_are_those_of_the_types():
    assert typing.get_args(overmatch.Mode) == overmatch.modes
    for mode in overmatch.modes:
        assert overmatch.compare(mode, lambda patterns, modules, mode=mode: overmatch.select(mode, patterns, modules), mode=mode, trees=[NAMES], generated=20)
        assert f"- {mode}: " in overmatch.select.__doc__


def test_compare_on_generated_cases():
    found = overmatch.compare("endswith", "segment", trees=False, generated=300, seed=5)
    assert not found
    for difference in found.differences:
        case = difference.case
        assert (difference.module in overmatch.select("endswith", case.patterns, case.modules)) == difference.a
        assert (difference.module in overmatch.select("segment", case.patterns, case.modules)) == difference.b
    assert overmatch.compare("segment", "segment", trees=False, generated=50)


def test_compare_on_generated_lists_with_labels():
    found = overmatch.compare("torchao", "modelopt", trees=False, generated=100)
    for each in found.differences:
        assert each.case is not None and each.pattern is None
        for mode, said in (("torchao", each.a), ("modelopt", each.b)):
            if said != {"rejected": True}:
                assert overmatch.select(mode, each.case.patterns, [each.module], labels=each.case.labels) == [said]
    assert found.differences and overmatch.compare("torchao", "torchao", trees=False, generated=100)
    with pytest.raises(ValueError, match="compressed-tensors reads no lists with labels"):
        overmatch.compare("torchao", "compressed-tensors", trees=False, generated=1)


def reader(mode, order=None):
    """A matcher of lists with labels that is right."""

    def reads(patterns, modules, labels):
        return overmatch.select(mode, patterns, modules, labels=labels, order=order)

    return reads


def skipping_none(mode, order=None):
    """One that goes on behind an entry with the label None."""

    def skips_none(patterns, modules, labels):
        given = [(pattern, label) for pattern, label in zip(patterns, labels) if label is not None]
        return overmatch.select(mode, [pattern for pattern, _ in given], modules, labels=[label for _, label in given], order=order)

    return skips_none


@pytest.mark.parametrize(
    ("mode", "order"),
    [(mode, None) for mode in ("compressed-tensors-targets", "torchao", "llama.cpp", "gptqmodel", "modelopt", "dtensor")]
    + [("search", "first"), ("segment", "last"), ("torchao", "first")],
)
def test_compare_a_function_that_returns_labels(mode, order):
    arguments = {"mode": mode, "order": order, "trees": False, "generated": 300}
    asked = []

    def remembers(patterns, modules, labels):
        asked.append(labels)
        return reader(mode, order)(patterns, modules, labels)

    assert overmatch.compare(mode, remembers, **arguments)
    assert any(None in labels for labels in asked) and any(len(set(labels) - {None}) > 1 for labels in asked)
    found = overmatch.compare(mode, skipping_none(mode, order), **arguments)
    labelled = [each for each in found.differences if each.a != {"rejected": True}]
    assert labelled
    for each in labelled:
        assert each.pattern is None and None in each.case.labels and each.a is None
        assert reader(mode, order)(each.case.patterns, [each.module], each.case.labels) == [each.a]
        assert skipping_none(mode, order)(each.case.patterns, [each.module], each.case.labels) == [each.b]
    turned = overmatch.compare(skipping_none(mode, order), mode, **arguments)
    assert [(each.a, each.b) for each in turned.differences] == [(each.b, each.a) for each in found.differences]


def test_compare_a_list_with_labels_on_a_tree():
    entries = {"trees": [NAMES], "patterns": ["layers", "re:.*layers"], "labels": [None, "int8"], "mode": "torchao"}
    assert overmatch.compare("torchao", reader("torchao"), **entries)
    found = overmatch.compare("torchao", skipping_none("torchao"), **entries)
    assert [(each.pattern, each.module, each.a, each.b) for each in found.differences] == [(None, "layers", None, "int8")]
    assert "int8" in str(found) and json.loads(found.to_json())["differences"][0]["b"] == "int8"
    # Patterns without labels are asked one by one, each as a list with one label.
    assert overmatch.compare("segment", reader("segment", "last"), mode="segment", order="last", trees=[NAMES])
    loose = overmatch.compare("segment", reader("endswith", "last"), mode="segment", order="last", trees=[NAMES], patterns="layers")
    assert [(each.pattern, each.module, each.a, each.b) for each in loose.differences] == [("layers", "img_layers", False, True)]


def test_compare_lists_with_labels_as_on_the_command_line(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    file = tree("flux1-dev-transformer")
    found = overmatch.compare("torchao", "search", trees=file, patterns=["norm_q", "re:.*norm_q"], labels=[None, "int8"], order="first")
    options = ["--mode", "torchao", "--mode-b", "search", "--tree", file, "--pattern", "norm_q", "--label", "null"]
    options += ["--pattern", "re:.*norm_q", "--label", "int8", "--order", "first"]
    there = command_line("compare", *options)
    assert f"{found}\n" == there.stdout and there.returncode == 1
    assert found.to_json() == command_line("compare", *options, "--json", "-").stdout


def test_a_function_of_plain_lists_is_compared_on_plain_lists():
    def plain(patterns, modules):
        return overmatch.select("torchao", patterns, modules)

    def either(patterns, modules, labels=None):
        if labels is None:
            return plain(patterns, modules)
        raise AssertionError("nobody asked for labels")

    for matcher in (plain, either):
        assert overmatch.compare("torchao", matcher, mode="torchao", trees=False, generated=100)
    with pytest.raises(RuntimeError, match="nobody asked for labels"):
        overmatch.compare("torchao", either, mode="torchao", order="first", trees=False, generated=100)


@pytest.mark.parametrize(
    ("matcher", "arguments", "says"),
    [
        (lambda patterns, modules, labels: [], {"mode": "segment"}, 'give order="first" or order="last"'),
        (lambda patterns, modules: [], {"mode": "segment", "order": "first"}, "must be a function of \\(patterns, modules, labels\\)"),
        (lambda patterns, modules: [], {"mode": "torchao", "labels": ["x"], "patterns": "a"}, "must be a function of \\(patterns, modules, labels\\)"),
        ("segment", {"order": "first"}, "give labels for the patterns, or generated"),
        ("segment", {"labels": ["x"], "patterns": "a"}, "labels need an order"),
        ("segment", {"labels": ["x"], "order": "first"}, "labels are of patterns on trees"),
        ("segment", {"labels": ["x", "y"], "patterns": "a", "order": "first"}, "labels must be one for each pattern"),
        ("nncf", {"labels": ["x"], "patterns": "a", "order": "first"}, "nncf"),
        ("segment", {"labels": ["x"], "patterns": "a", "order": "last-but-one"}, "unknown order"),
    ],
)
def test_compare_refuses_labels_that_fit_nothing(matcher, arguments, says):
    with pytest.raises(ValueError, match=says):
        overmatch.compare("segment", matcher, trees=[NAMES], **arguments)


def test_a_dialect_has_its_own_order():
    entries = {"trees": [["a"]], "patterns": ["a", "a"], "labels": ["x", "y"]}
    both = overmatch.compare("segment", "modelopt", order="first", **entries)
    assert [(each.a, each.b) for each in both.differences] == [("x", "y")]
    for sides in (("modelopt", "torchao"), ("modelopt", reader("modelopt"))):
        with pytest.raises(ValueError, match="the order of modelopt is last, not first"):
            overmatch.compare(*sides, mode="modelopt", order="first", **entries)


def test_compare_as_on_the_command_line(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    file = tree("flux1-dev-transformer")
    found = overmatch.compare("endswith", "segment", trees=file, patterns=["norm_q", "transformer_blocks.0"])
    options = ["--mode", "endswith", "--mode-b", "segment", "--tree", file, "--pattern", "norm_q", "--pattern", "transformer_blocks.0"]
    there = command_line("compare", *options)
    assert f"{found}\n" == there.stdout and there.returncode == 1
    assert overmatch._core.wrapped(found.report(all=True), 80) == command_line("compare", *options, "--all").stdout
    assert found.to_json() == command_line("compare", *options, "--json", "-").stdout


def test_compare_on_the_trees_of_overmatch():
    found = overmatch.compare("endswith", "segment", patterns="layers.0")
    assert found.differences and found.complete
    assert {difference.tree for difference in found.differences} <= {os.path.basename(file).split(".modules")[0] for file in os.listdir(os.path.join(overmatch.corpus_folder(), "trees"))}


def test_compare_refuses():
    with pytest.raises(ValueError, match="unknown mode"):
        overmatch.compare("endswith", "nearly", trees=[NAMES])
    with pytest.raises(ValueError, match="nothing to compare on"):
        overmatch.compare("endswith", "segment", trees=False)

    def broken(patterns, modules):
        raise KeyError("no such thing")

    with pytest.raises(RuntimeError, match="no such thing"):
        overmatch.compare(broken, "segment", trees=[NAMES])

    def interrupted(patterns, modules):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        overmatch.compare(interrupted, "segment", trees=[NAMES])
