# SPDX-License-Identifier: Apache-2.0
"""The adapters on released libraries, old and new: they agree with what is known, and overmatch finds what is wrong in them."""

import json
import os
import subprocess
import sys

import libraries
import pytest
from library_rules import ask, folder_of

HERE = os.path.dirname(os.path.abspath(__file__))
BINARY = os.environ.get("OVERMATCH")
ORIGIN = {"overmatch": 1, "mode": "segment", "patterns": ["model.layers.0.xxxx"],
          "modules": ["model.layers.0.xxxx", "img_model.layers.0.xxxx"]}
SHORT = ["--no-trees", "--no-corpus", "--random-only", "--cases", "100", "--save", ""]


def numbers(version):
    return tuple(int(part) for part in version.split(".")[:3])


def overmatch(verb, adapter, version, rule, mode, *arguments):
    if BINARY is None:
        pytest.skip("the environment names no program in OVERMATCH")
    command = f"exec {sys.executable} -m overmatch.adapters.{adapter.replace('-', '_')} {rule}"
    return subprocess.run([BINARY, verb, "--command", command, "--mode", mode, *arguments], capture_output=True, text=True,
                          env=libraries.environment(folder_of(adapter, version)))


FACT_RULES = {"target_modules_list": "target_modules", "target_modules_regex": "target_modules_regex",
              "exclude_modules_list": "exclude_modules", "exclude_modules_regex": "exclude_modules_regex",
              "modules_to_save": "modules_to_save"}


def facts(version):
    """The rows of peft-matching.jsonl that speak of a version: ((rule, patterns, modules), expected)."""
    with open(os.path.join(HERE, "data", "peft-matching.jsonl"), encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    told = []
    for row in rows:
        if "by_version" in row:
            spans = [(span["from"], span["expected"]) for span in row["by_version"]]
        else:
            spans = [(row["same_in"].split("..")[0], row["expected"])]
        since = [expected for first, expected in spans if numbers(first) <= numbers(version)]
        if since:
            told.append(((FACT_RULES[row["mode"]], row["patterns"], [row["name"]]), since[-1]))
    return told


@pytest.mark.parametrize("version", libraries.VERSIONS["peft"])
def test_peft_agrees_with_what_is_known(version):
    told = facts(version)
    assert len(told) >= (36 if numbers(version) >= (0, 14) else 29), len(told)
    answers = ask("peft", version, [question for question, _ in told])
    wrong = [(question, answer) for (question, expected), answer in zip(told, answers, strict=True) if answer != [expected]]
    assert wrong == []


@pytest.mark.parametrize("version", libraries.VERSIONS["peft"])
def test_peft_reads_the_layer_of_an_expert(version):
    """A greedy regex took the expert's index for the layer's, from 0.8.0 to 0.19.1."""
    name = "model.layers.1.mlp.experts.0.q_proj"
    (answer,) = ask("peft", version, [["layers_to_transform=1", ["q_proj"], [name]]])
    assert answer == [not (0, 8, 0) <= numbers(version) <= (0, 19, 1)]


@pytest.mark.parametrize("version", ["0.14.0", libraries.NEWEST["peft"]])
def test_peft_rank_pattern(version):
    (answer,) = ask("peft", version, [["rank_pattern", ["layers.0"], ["layers.0", "m.layers.0", "m.layers_0", "xlayers.0", "layers.01"]]])
    assert answer == [True, True, True, False, False]  # `m.layers_0`: the dot is a regex's


@pytest.mark.parametrize("version", [libraries.VERSIONS["peft"][0], "0.14.0", libraries.NEWEST["peft"]])
def test_overmatch_finds_the_collision_of_modules_to_save(version, tmp_path):
    """huggingface/peft#1917, in the PEFT that is installed."""
    done = overmatch("check", "peft", version, "modules_to_save", "segment", *SHORT, "--json", "-")
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert report["subject"] == f"peft {version} modules_to_save"
    first = report["violations"][0]
    assert (first["case"]["patterns"], first["case"]["modules"], first["kind"]) == (["a"], ["aa"], "glued-prefix")
    origin = tmp_path / "origin.json"
    origin.write_text(json.dumps(ORIGIN))
    done = overmatch("repro", "peft", version, "modules_to_save", "segment", str(origin))
    assert done.returncode == 1 and f"peft {version} modules_to_save (segment)" in done.stdout
    assert "img_model.layers.0.xxxx" in done.stdout


@pytest.mark.parametrize(("rule", "mode"), [("target_modules", "segment"), ("exclude_modules", "segment"), ("target_modules_regex", "regex")])
def test_overmatch_finds_nothing_in_what_is_right(rule, mode):
    done = overmatch("check", "peft", libraries.NEWEST["peft"], rule, mode, *SHORT, "--json", "-")
    report = json.loads(done.stdout)
    # PEFT compiles a regex when it first needs it: without modules, it accepts any.
    assert [v for v in report["violations"] if v["case"]["modules"]] == []


def test_a_rule_that_a_version_has_not():
    done = overmatch("check", "peft", "0.6.0", "exclude_modules", "segment")
    assert done.returncode == 3
    assert "peft 0.6.0 has no exclude_modules: it came with 0.14" in done.stderr and done.stderr.count("\n") == 1


def test_an_unknown_rule():
    done = overmatch("check", "peft", "0.6.0", "modules", "segment")
    assert done.returncode == 3 and "needed is one rule: target_modules" in done.stderr


@pytest.mark.parametrize("version", libraries.VERSIONS["transformers"])
def test_transformers(version):
    """A module to leave alone is named by the end of its path, without a boundary, too."""
    names = ["lm_head", "model.lm_head", "model.xlm_head", "lm_head_2"]
    (answer,) = ask("transformers", version, [["modules_to_not_convert", ["lm_head"], names]])
    # In 5.0 its beginning is enough, too.
    assert answer == [True, True, True, numbers(version) < (5, 24)]


@pytest.mark.parametrize("version", libraries.VERSIONS["compressed-tensors"])
def test_compressed_tensors(version):
    names = ["lm_head", "model.lm_head", "lm_head_2"]
    answers = ask("compressed-tensors", version, [["name", ["lm_head"], names], ["regex", ["lm_head"], names]])
    assert answers == [[True, False, False], [True, False, True]]  # re.match, not fullmatch


def test_a_real_installation():
    """PEFT with torch, transformers and accelerate themselves: what the stand-ins must not change."""
    python = os.environ.get("OVERMATCH_REAL_PEFT")
    if not python:
        pytest.skip("no real installation of PEFT: ./dev python --real makes one, of some gigabytes")
    questions = [question for question, _ in facts("0.21.2")]
    done = subprocess.run([python, os.path.join(HERE, "ask_rules.py"), "peft"], capture_output=True, text=True, input=json.dumps(questions))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [[expected] for _, expected in facts("0.21.2")]
    loaded = subprocess.run([python, "-c", "import overmatch.adapters.peft as p, sys; p.matcher('modules_to_save'); print(sys.modules['torch'].__version__)"],
                            capture_output=True, text=True)
    assert loaded.stdout.startswith("2."), loaded.stderr
