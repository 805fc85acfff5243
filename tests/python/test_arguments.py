# SPDX-License-Identifier: Apache-2.0
"""Mistakes in a call are told before the matcher is asked anything."""

import overmatch
import pytest
from rules import RULES, matcher_of


@pytest.mark.parametrize(
    ("options", "says"),
    [({"mode": "nearly"}, "nearly"), ({"properties": ["agrement"]}, "agrement"), ({"corpus": ["nowhere"]}, "nowhere")],
)
def test_mistakes_in_a_call_are_value_errors(options, says):
    with pytest.raises(ValueError, match=says):
        overmatch.check(matcher_of(RULES["segment"]), **options)


@pytest.mark.parametrize("seconds", [-1, -0.5, float("nan"), float("inf"), float("-inf"), 1e9])
def test_seconds_are_checked(seconds):
    with pytest.raises(ValueError, match="seconds"):
        overmatch.check(never_asked, seconds=seconds)


@pytest.mark.parametrize(("name", "value"), [("cases", -1), ("cases", -5), ("cases", 2**64 - 1), ("cases", 10**30), ("seed", -1), ("seed", 2**64)])
def test_counts_are_checked(name, value):
    with pytest.raises(ValueError, match=name):
        overmatch.check(never_asked, **{name: value})


@pytest.mark.parametrize(("name", "value"), [("cases", 1.5), ("cases", "5"), ("seed", None), ("seconds", None)])
def test_numbers_are_numbers(name, value):
    with pytest.raises(TypeError):
        overmatch.check(never_asked, **{name: value})


def test_a_matcher_is_a_function():
    with pytest.raises(TypeError, match="a matcher is a function of .*, not str"):
        overmatch.check("matcher")


@pytest.mark.parametrize(("count", "seed"), [(-1, 1), (2**64, 1), (5, -1), (5, 2**64)])
def test_cases_checks_its_numbers_at_once(count, seed):
    with pytest.raises(ValueError, match="whole number"):
        overmatch.cases("segment", count=count, seed=seed)


def test_where_cases_are_saved_is_checked(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="cannot write"):
        overmatch.check(never_asked, save=tmp_path / "file")
    with pytest.raises(ValueError, match="NUL"):
        overmatch.check(never_asked, save="\0")


def test_nothing_to_try_is_no_pass():
    with pytest.raises(ValueError, match="nothing to try"):
        overmatch.check(never_asked, cases=0, exhaustive=False, corpus=False)


def never_asked(patterns, modules):
    pytest.fail("asked before the arguments were checked")
