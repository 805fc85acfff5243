# SPDX-License-Identifier: Apache-2.0
"""The dialects against the functions of the released libraries that they are named after."""

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
]


def expected(case):
    return None if case.expected is None else [path in set(case.expected) for path in case.modules]


def differences(mode, distribution, version, rule, count=CASES):
    cases = list(overmatch.cases(mode, count, seed=3, wide=True))
    real = ask(distribution, version, [[rule, list(case.patterns), list(case.modules)] for case in cases])
    # What the reference rejects for its own limits, Python may accept: see README.md, "Modes".
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


def test_a_release_with_another_rule_differs():
    """Until 5.20, transformers left the end of a match open."""
    different = differences("transformers-skip", "transformers", "5.0.0", "skip", 2_000)
    assert len(different) > 20
