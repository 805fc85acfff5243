# SPDX-License-Identifier: Apache-2.0
"""Dialect dtensor against parallelize_module of an installed torch, on generated lists."""

import json
import os
import subprocess
import tempfile

import overmatch
import pytest
from real_venv import HERE, PYTHON
from test_dialects import labelled_cases

CASES = 20_000


def ask(cases):
    """What parallelize_module gives, and the version of torch."""
    found = os.path.exists(PYTHON) and subprocess.run([PYTHON, "-c", "from importlib.metadata import version; print(version('torch'))"],
                                                      capture_output=True, text=True)
    if not found or found.returncode != 0:
        pytest.skip("no torch for dtensor's adapter: ./dev python --real fetches it from PyPI (2 GB), or OVERMATCH_REAL_PEFT names a Python that has it")
    questions = [["plan", case["patterns"], case["modules"], case["labels"]] for case in cases]
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.dirname(overmatch.__file__), os.path.join(folder, "overmatch"))
        done = subprocess.run([PYTHON, "-B", os.path.join(HERE, "ask_rules.py"), "dtensor"], capture_output=True, text=True,
                              input=json.dumps(questions), env={**os.environ, "PYTHONPATH": folder})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def differences(cases):
    return [(case, said) for case, said in zip(cases, ask(cases), strict=True) if ("rejected" if said is None else said) != case["expected"]]


def is_read_otherwise(case):
    """What no plan means (src/dialects/dtensor.h): stars alone never reach the root, and one dot at the end of an entry is dropped."""
    return any(entry.endswith(".") or ("" in case["modules"] and entry and not entry.strip("*")) for entry in case["patterns"])


def test_parallelize_module_gives_the_same_labels():
    cases = [case for case in labelled_cases("dtensor", CASES) if not is_read_otherwise(case)]
    assert len(cases) > CASES * 3 / 4
    assert differences(cases)[:3] == []


def test_what_is_left_out_is_read_otherwise():
    cases = [{"patterns": [entry], "modules": ["", "a"], "labels": ["x"], "expected": expected} for entry, expected in
             (("*", ["x", "x"]), ("a.", [None, None]))]
    assert all(map(is_read_otherwise, cases))
    assert [said for _, said in differences(cases)] == [[None, "x"], [None, "x"]]


def test_another_dialect_gives_other_labels():
    """The comparison is one: ModelOpt's globs cross dots, and its last entry decides."""
    assert len(differences(labelled_cases("modelopt", 2_000))) > 100
