# SPDX-License-Identifier: Apache-2.0
"""The dialects against the functions of the released libraries that they are named after."""

import json
import os
import subprocess

import overmatch
import pytest
from library_rules import ask

CASES = 20_000
SHOWN = 3
ROWS = [
    # dialect, distribution, version, rule
    ("compressed-tensors", "compressed-tensors", "0.13.0", "ignore"),
    ("compressed-tensors", "compressed-tensors", "0.20.0", "ignore"),
    ("transformers-skip", "transformers", "5.24.0", "skip"),
    ("nncf", "nncf", "3.4.0", "ignored_scope"),
]
LABELLED = [
    ("compressed-tensors-targets", "compressed-tensors", "0.20.0", "targets"),
    ("torchao", "torchao", "0.18.0", "fqn_to_config"),
    ("modelopt", "nvidia-modelopt", "0.47.0", "quantizer_list"),
]


def expected(case):
    return None if case.expected is None else [path in set(case.expected) for path in case.modules]


def differences(mode, distribution, version, rule, count=CASES):
    cases = list(overmatch.cases(mode, count, seed=3, wide=True))
    real = ask(distribution, version, [[rule, list(case.patterns), list(case.modules)] for case in cases])
    # What the reference rejects for its own limits, Python may accept: see docs/modes.md, "Regexes".
    return [(case.patterns, case.modules, said) for case, said in zip(cases, real, strict=True)
            if said != expected(case) and not (expected(case) is None and is_limit(mode, case))]


def is_limit(mode, case):
    try:
        overmatch.select(mode, case.patterns, case.modules)
    except overmatch.Rejected as error:
        return "limit" in str(error) or "not supported" in str(error)
    return False


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[2]}")
def test_the_library_agrees(row):
    assert differences(*row)[:SHOWN] == []


def labelled_cases(mode, count):
    command = [os.environ["OVERMATCH"], "generate", "--mode", mode, "--count", str(count), "--seed", "3"]
    return [json.loads(line) for line in subprocess.run(command, capture_output=True, check=True).stdout.split(b"\n") if line]


def is_called_like_an_entry(case):
    """torchao takes an entry for the name of a module that is called so, before it reads its marker; no model has one."""
    special = {entry for entry in case["patterns"] if entry.startswith("re:") or entry == "_default"}
    return case["mode"] == "torchao" and not special.isdisjoint(case["modules"])


def labelled_differences(mode, distribution, version, rule, count=CASES):
    cases = [case for case in labelled_cases(mode, count) if not is_called_like_an_entry(case)]
    assert len(cases) > count * 3 / 4
    real = ask(distribution, version, [[rule, case["patterns"], case["modules"], case["labels"]] for case in cases])
    return [(case, said) for case, said in zip(cases, real, strict=True)
            if ("rejected" if said is None else said) != case["expected"]]


@pytest.mark.parametrize("row", LABELLED, ids=lambda row: f"{row[0]}-{row[2]}")
def test_the_library_gives_the_same_labels(row):
    assert labelled_differences(*row)[:SHOWN] == []


def test_another_dialect_gives_other_labels():
    """The comparison is one: by the rule of another library, many lists get other labels."""
    cases = labelled_cases("torchao", 2_000)
    questions = [["targets", case["patterns"], case["modules"], case["labels"]] for case in cases]
    real = ask("compressed-tensors", "0.20.0", questions)
    assert sum(said != case["expected"] for case, said in zip(cases, real, strict=True)) > 100


def test_the_legacy_reader_of_nncf_differs():
    """It removes the marker everywhere, and searches."""
    assert len(differences("nncf", "nncf", "3.4.0", "matches_any", 2_000)) > 20


def test_a_release_with_another_rule_differs():
    """Until 5.20, transformers left the end of a match open."""
    different = differences("transformers-skip", "transformers", "5.0.0", "skip", 2_000)
    assert len(different) > 20
