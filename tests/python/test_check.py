# SPDX-License-Identifier: Apache-2.0
"""overmatch.check and overmatch.replay: right matchers pass, wrong ones are shown by the smallest case."""

import re
import sys
import time
import warnings

import overmatch
import pytest
from rules import QUICK, RULES, matcher_of


def regex(patterns, modules):
    compiled = [re.compile(pattern) for pattern in patterns]
    return [any(pattern.fullmatch(module) for pattern in compiled) for module in modules]


@pytest.mark.parametrize("mode", RULES)
def test_a_right_matcher_passes(mode):
    report = overmatch.check(matcher_of(RULES[mode]), mode, **QUICK)
    assert report.findings == () and report.cases >= 200
    assert "no violation" in report.text


def test_a_check_has_fifteen_seconds_unless_it_is_told_how_much_to_try():
    def budget(**options):
        return overmatch.check(matcher_of(RULES["exact"]), "exact", exhaustive=False, corpus=False, **options).data["budget"]

    assert budget() == 15
    assert budget(cases=10) is None
    assert budget(seconds=0.1) is None


def test_what_a_slow_matcher_was_not_asked_is_told():
    def slow(patterns, modules):
        time.sleep(0.01)
        return matcher_of(RULES["endswith"])(patterns, modules)

    report = overmatch.check(slow, fail=False)
    assert report.findings
    assert report.data["out_of_time"] and "seconds or cases gives more" in report.text


def test_a_right_matcher_that_is_too_slow_for_the_saved_cases_is_warned_of():
    def slow(seconds):
        def answer(patterns, modules):
            time.sleep(seconds)
            return matcher_of(RULES["exact"])(patterns, modules)

        return overmatch.check(answer, "exact", save=None)

    with pytest.warns(overmatch.Incomplete, match="too little to pass"):
        assert not slow(0.5).complete
    with warnings.catch_warnings():
        warnings.simplefilter("error", overmatch.Incomplete)
        assert slow(0).complete


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_python_s_own_regexes_pass():
    assert overmatch.check(regex, "regex", **QUICK).findings == ()


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.skipif(sys.version_info < (3, 11, 5), reason="the reference of mode regex is `re` from 3.11.5 on")
def test_regexes_beyond_the_portable_core_are_asked_unless_that_is_refused():
    def ascii_regex(patterns, modules):
        compiled = [re.compile(pattern, re.ASCII) for pattern in patterns]
        return [any(pattern.fullmatch(module) for pattern in compiled) for module in modules]

    with pytest.raises(overmatch.Violation):
        overmatch.check(ascii_regex, "regex", cases=600, exhaustive=False)
    assert overmatch.check(ascii_regex, "regex", cases=600, exhaustive=False, wide=False).findings == ()


@pytest.mark.parametrize(
    ("mode", "rule", "patterns", "modules"),
    [
        ("segment", "endswith", ("a",), ("aa",)),
        ("exact", "endswith", ("a",), ("aa",)),
        ("subtree", "exact", ("a",), ("a.a",)),
        ("endswith", "segment", ("a",), ("aa",)),
    ],
)
def test_a_wrong_matcher_is_shown_by_the_smallest_case(mode, rule, patterns, modules):
    with pytest.raises(AssertionError) as caught:
        overmatch.check(matcher_of(RULES[rule]), mode, **QUICK)
    cases = {(finding.case.patterns, finding.case.modules) for finding in caught.value.report.findings}
    assert (patterns, modules) in cases
    assert all(finding.minimal for finding in caught.value.report.findings)


def test_the_text_is_the_case_the_tree_and_the_replay_line():
    with pytest.raises(overmatch.Violation) as caught:
        overmatch.check(matcher_of(RULES["endswith"]), name="my_matcher")
    text = str(caught.value)
    assert text.startswith("my_matcher (segment): 1 finding in ")
    assert "selects `aa` for the pattern `a`: overmatch, glued-prefix" in text
    assert "X   aa  OVERMATCH: selected, should not be" in text
    line = next(line for line in text.splitlines() if "replay: " in line).split("replay: ")[1]
    for rule, found in (("endswith", True), ("segment", False)):
        matcher = matcher_of(RULES[rule])
        if not found:
            exec(line, {"overmatch": overmatch, "matcher": matcher})
            continue
        with pytest.raises(overmatch.Violation, match="aa"):
            exec(line, {"overmatch": overmatch, "matcher": matcher})


def test_names_say_the_same_as_bools():
    def names(patterns, modules):
        return (module for module in modules if any(RULES["segment"](module, pattern) for pattern in patterns))

    assert overmatch.check(names, **QUICK).findings == ()
    assert overmatch.check(lambda patterns, modules: set(names(patterns, modules)), **QUICK).findings == ()


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (lambda modules: None, "returned None"),
        (lambda modules: "ab", "returned 'ab'"),
        (lambda modules: 5, "returned 5"),
        (lambda modules: [1] * len(modules), "holds 1"),
        (lambda modules: [True] * (len(modules) + 1), "returned more bools than there are modules"),
        (lambda modules: [False] * (len(modules) // 2), "bools for"),
        (lambda modules: ["no such module"], "'no such module', which is not among the modules"),
    ],
)
def test_an_answer_that_is_none_is_a_finding(result, says):
    report = overmatch.check(lambda patterns, modules: result(modules), fail=False, **QUICK)
    # Half of one bool is no bool: an empty selection, which is an answer, and a wrong one.
    assert any(finding.property == "totality" and says in finding.text for finding in report.findings), report.findings


def test_an_exception_is_a_finding_with_its_traceback():
    def careless(patterns, modules):
        if "" in modules:
            raise KeyError("the root has no parent")
        return matcher_of(RULES["segment"])(patterns, modules)

    finding = overmatch.check(careless, fail=False, **QUICK).findings[0]
    assert finding.property == "totality"
    assert "raised KeyError: 'the root has no parent'" in finding.headline
    assert "in careless" in finding.traceback and "in careless" in finding.text
    assert finding.case.modules == ("",)


def test_rejecting_is_an_answer():
    def strict(patterns, modules):
        if any(not pattern for pattern in patterns):
            raise overmatch.Rejected("an empty pattern")
        return matcher_of(RULES["segment"])(patterns, modules)

    finding = overmatch.check(strict, fail=False, **QUICK).findings[0]
    assert finding.selected is None and finding.data["selected"] == "rejected"
    assert finding.traceback == ""


def test_saved_cases_can_be_replayed(tmp_path):
    report = overmatch.check(matcher_of(RULES["endswith"]), save=tmp_path, fail=False, **QUICK)
    saved = overmatch.saved_cases(tmp_path, mode="segment")
    assert {case.file for case in saved} == {finding.file for finding in report.findings}
    for case in saved:
        overmatch.replay(matcher_of(RULES["segment"]), case)
        for form in (case, case.file, case.to_json()):
            with pytest.raises(overmatch.Violation):
                overmatch.replay(matcher_of(RULES["endswith"]), form)


def test_findings_are_saved_as_on_the_command_line_unless_that_is_refused(tmp_path):
    folder = tmp_path / "overmatch-cases"
    overmatch.check(matcher_of(RULES["segment"]), **QUICK)
    overmatch.check(matcher_of(RULES["endswith"]), save=None, fail=False, **QUICK)
    assert not folder.exists()
    finding = overmatch.check(matcher_of(RULES["endswith"]), fail=False, **QUICK).findings[0]
    assert (tmp_path / finding.file).parent == folder and finding.file in finding.text
    assert [case.file for case in overmatch.saved_cases("overmatch-cases", mode="segment")] == [finding.file]


def test_the_usual_search_is_a_brief_one():
    """Not that of a number of cases: its lists are shorter, and it takes a third of the calls."""
    usual, whole = (overmatch.check(matcher_of(RULES["exact"]), "exact", corpus=False, **options).data for options in ({}, {"cases": 1000}))
    if usual["out_of_time"]:
        pytest.skip("the machine is too busy for a whole check within its 15 seconds")
    assert usual["statistics"]["calls"] * 2 < whole["statistics"]["calls"]
    assert usual["covered"][-1] == "lists of <= 2 patterns out of 9 and <= 2 modules out of 8, every property"
    assert whole["covered"][-1] == "lists of <= 2 patterns out of 9 and <= 3 modules out of 8, every property"


def test_a_case_of_one_s_own_is_made_minimal():
    case = overmatch.Case.make("segment", ["model.layers.0"], ["model.layers.0", "img_model.layers.0"])
    assert case.expected == ("model.layers.0",)
    report = overmatch.replay(matcher_of(RULES["endswith"]), case, shrink=True, fail=False)
    assert report.findings[0].case.modules == ("aa",)


def test_accepted_findings_do_not_fail():
    wrong = matcher_of(RULES["endswith"])
    overmatch.check(wrong, accept=["agreement/overmatch/*", "boundary/*"], **QUICK)
    with pytest.raises(overmatch.Violation):
        overmatch.check(wrong, accept=["agreement/overmatch/empty"], **QUICK)


def test_one_name_is_a_list_of_one():
    """A `*` in it must not accept every finding by itself."""
    wrong = matcher_of(RULES["endswith"])
    with pytest.raises(overmatch.Violation):
        overmatch.check(wrong, accept="totality/*", **QUICK)
    overmatch.check(wrong, properties="agreement", accept="agreement/overmatch/*", **QUICK)


def test_real_trees_tell_where_it_happens():
    tree = f"{overmatch.corpus_folder()}/trees/flux1-dev-transformer.modules.txt.gz"
    report = overmatch.check(matcher_of(RULES["endswith"]), trees=[tree], fail=False, **QUICK)
    assert any("single_transformer_blocks.0" in path for sight in report.data["sightings"] for path in sight["wrong"])


def test_the_same_seed_gives_the_same_report():
    reports = [overmatch.check(matcher_of(RULES["endswith"]), seed=5, fail=False, name="it", **QUICK) for _ in range(2)]
    assert reports[0].data == reports[1].data and reports[0].text == reports[1].text


def test_numpy_s_bools_are_bools():
    numpy = pytest.importorskip("numpy")

    def vectorised(patterns, modules):
        return numpy.array([any(RULES["segment"](module, pattern) for pattern in patterns) for module in modules], dtype=bool)

    assert overmatch.check(vectorised, **QUICK).findings == ()
