# SPDX-License-Identifier: Apache-2.0
"""The Hypothesis strategy: right matchers pass, wrong ones fail with a small case, and the database replays it."""

from __future__ import annotations

import pytest

hypothesis = pytest.importorskip("hypothesis")

import overmatch
import overmatch.hypothesis
from hypothesis.database import InMemoryExampleDatabase


def selects(rule, case):
    return [path for path in case.modules if any(rule(path, pattern) for pattern in case.patterns)]


def segment(path, pattern):
    return path == pattern or path.endswith("." + pattern)


def endswith(path, pattern):
    return path.endswith(pattern)


def run(test, strategy, **settings):
    settings = {"max_examples": 300, "deadline": None, "database": None, "derandomize": True, **settings}
    hypothesis.settings(**settings)(hypothesis.given(strategy)(test))()


def test_a_right_matcher_passes():
    seen = []

    def test(case):
        seen.append(case)
        assert selects(segment, case) == list(case.expected)

    run(test, overmatch.hypothesis.cases("segment"))
    assert len({case.to_json() for case in seen}) > 100


def test_a_wrong_matcher_fails_with_a_small_case():
    failing = []

    def test(case):
        if selects(endswith, case) != list(case.expected):
            failing.append(case)
            raise AssertionError

    with pytest.raises(AssertionError):
        run(test, overmatch.hypothesis.cases("segment"))
    smallest = failing[-1]
    assert len(smallest.patterns) == 1
    assert len(smallest.modules) <= 3
    assert max(map(len, smallest.modules)) <= max(map(len, failing[0].modules))


def test_the_database_replays_what_failed():
    database = InMemoryExampleDatabase()
    failing = []

    def test(case):
        if selects(endswith, case) != list(case.expected):
            failing.append(case.to_json())
            raise AssertionError

    with pytest.raises(AssertionError):
        run(test, overmatch.hypothesis.cases("segment"), database=database, derandomize=False)
    smallest = failing[-1]
    failing.clear()
    with pytest.raises(AssertionError):
        run(test, overmatch.hypothesis.cases("segment"), database=database, derandomize=False)
    assert failing[0] == smallest


def test_lists_with_labels():
    seen = []
    run(lambda case: seen.append(case), overmatch.hypothesis.cases("search", order="first"), max_examples=50)
    assert all(case.order == "first" and len(case.labels) == len(case.patterns) for case in seen)


def test_an_unknown_mode_is_refused_at_once():
    with pytest.raises(ValueError, match="segmnet"):
        overmatch.hypothesis.cases("segmnet")
