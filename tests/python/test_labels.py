# SPDX-License-Identifier: Apache-2.0
"""Lists with labels in Python: select, check, replay, cases and serve."""

import json
import subprocess
import sys

import overmatch
import pytest
from rules import QUICK, RULES, matcher_of

ENTRIES = {"patterns": ["lm_head", "q_proj", "head"], "modules": ["lm_head", "a.q_proj", "head", "norm"], "labels": [None, "int4", "int8"]}


def listed(order, mistake=None, rule=RULES["segment"]):
    """A matcher of lists with labels; MISTAKE is what makes it wrong."""

    def matcher(patterns, modules, labels):
        entries = list(zip(patterns, labels))
        if order == "last":
            entries.reverse()
        if mistake == "skips null":
            entries = [(pattern, label) for pattern, label in entries if label is not None]
        return [next((label for pattern, label in entries if rule(module, pattern)), None) for module in modules]

    return matcher


@pytest.mark.parametrize(
    ("mode", "order", "gets"),
    [("segment", "first", [None, "int4", "int8", None]), ("endswith", "first", [None, "int4", "int8", None]),
     ("endswith", "last", ["int8", "int4", "int8", None])],
)
def test_select(mode, order, gets):
    assert overmatch.select(mode, ENTRIES["patterns"], ENTRIES["modules"], labels=ENTRIES["labels"], order=order) == gets


def test_select_keeps_any_label():
    labels = ["ü", "", "A\n", None, "ü"]
    assert overmatch.select("exact", list("abcde"), list("abcdef"), labels=labels, order="last") == [*labels, None]
    assert overmatch.select("exact", [], ["a"], labels=[], order="first") == [None]
    with pytest.raises(overmatch.Rejected):
        overmatch.select("regex", ["("], ["a"], labels=["x"], order="first")


@pytest.mark.parametrize(
    ("options", "says"),
    [({"labels": ["A"], "order": "first"}, "one for each pattern, are 1 for 2"), ({"labels": ["A", "B"]}, "labels need an order"),
     ({"order": "last"}, 'order "last" needs labels'), ({"labels": ["A", "B"], "order": "frist"}, "first or last"),
     ({"labels": ["A", "B"], "order": "any"}, "labels need an order")],
)
def test_select_and_make_refuse_what_does_not_go_together(options, says):
    for call in (overmatch.select, overmatch.Case.make):
        with pytest.raises(ValueError, match=says):
            call("exact", ["a", "b"], ["a"], **options)


def test_a_label_is_a_str_or_none():
    for labels, says in (([1, 2], "not int"), ("AB", "not the str 'AB'")):
        with pytest.raises(TypeError, match=says):
            overmatch.select("exact", ["a", "b"], ["a"], labels=labels, order="first")
    many = [str(number) for number in range(256)]
    with pytest.raises(ValueError, match="more than 255 different labels"):
        overmatch.select("exact", many, ["1"], labels=many, order="first")
    assert overmatch.select("exact", many[1:], ["255"], labels=many[1:], order="first") == ["255"]


@pytest.mark.parametrize("order", ["first", "last"])
def test_a_right_matcher_passes_and_wrong_ones_do_not(order):
    report = overmatch.check(listed(order), order=order, **QUICK)
    assert report.findings == () and report.cases >= 200
    wrong = [listed(order, "skips null"), listed("last" if order == "first" else "first"), listed(order, rule=RULES["endswith"])]
    for matcher in wrong:
        with pytest.raises(overmatch.Violation):
            overmatch.check(matcher, order=order, **QUICK)


def test_a_finding_has_its_labels(tmp_path):
    report = overmatch.check(listed("first", "skips null"), order="first", save=tmp_path, fail=False)
    finding = report.findings[0]
    assert (finding.case.order, finding.case.labels, finding.case.expected_labels) == ("first", (None, "A"), (None,))
    assert (finding.case.expected, finding.selected, finding.labels) == ((), finding.case.modules, ("A",))
    assert "order first" in finding.text and finding.minimal
    with pytest.raises(overmatch.Violation):
        overmatch.replay(listed("first", "skips null"), finding.file)
    overmatch.replay(listed("first"), finding.file)
    overmatch.replay(listed("first"), finding.case)
    assert overmatch.saved_cases(tmp_path, "segment") == []
    assert overmatch.saved_cases(tmp_path, "segment", order="last") == []
    assert finding.case in overmatch.saved_cases(tmp_path, "segment", order="first")
    with pytest.raises(ValueError, match="the matcher must be a function of .patterns, modules, labels."):
        overmatch.replay(matcher_of(RULES["segment"]), finding.file)


def test_a_plain_case_is_replayed_in_an_order():
    case = overmatch.Case.make("segment", ["a"], ["aa"])
    overmatch.replay(listed("last"), case, order="last")
    with pytest.raises(overmatch.Violation):
        overmatch.replay(listed("last", rule=RULES["endswith"]), case, order="last")
    with pytest.raises(ValueError, match='give order="first" or order="last"'):
        overmatch.replay(listed("last"), case)


def test_shrinking_keeps_the_labels():
    case = overmatch.Case.make("segment", [*ENTRIES["patterns"], "lm_head"], ENTRIES["modules"], labels=[*ENTRIES["labels"], "int2"], order="first")
    report = overmatch.replay(listed("first", "skips null"), case, shrink=True, fail=False)
    assert (len(report.findings[0].case.patterns), report.findings[0].case.labels) == (2, (None, "A"))


@pytest.mark.parametrize(
    ("result", "says"),
    [("labels", "labels for"), ("[None] * (len(modules) + 1)", "more labels than there are modules"), ("'A'", "wanted is an iterable of labels"),
     ("None", "wanted is an iterable of labels"), ("[1 for module in modules]", "an iterable that holds 1"),
     ("['other' for module in modules]", "the label 'other', which no entry has"), ("[True for module in modules]", "holds True")],
)
def test_answers_that_are_no_labels_are_findings(result, says):
    matcher = eval(f"lambda patterns, modules, labels: {result}")
    report = overmatch.check(matcher, order="first", corpus=False, **QUICK, fail=False)
    assert any(finding.property == "totality" and says in finding.text for finding in report.findings), report.text


def test_an_order_and_a_matcher_go_together():
    with pytest.raises(ValueError, match='order "last" asks lists with labels'):
        overmatch.check(matcher_of(RULES["segment"]), order="last")
    with pytest.raises(ValueError, match="is asked lists with labels"):
        overmatch.check(listed("first"))
    with pytest.raises(ValueError, match="unknown order"):
        overmatch.check(listed("first"), order="frist")
    # One of both kinds, and one that tells nothing of itself.
    both = lambda patterns, modules, labels=None: (listed("first")(patterns, modules, labels) if labels is not None else  # noqa: E731
                                                   matcher_of(RULES["segment"])(patterns, modules))
    assert overmatch.check(both, **QUICK).findings == overmatch.check(both, order="first", **QUICK).findings == ()
    assert overmatch.check(lambda *lists: listed("first")(*lists), order="first", **QUICK).findings == ()


def test_cases_are_generated_with_labels():
    made = list(overmatch.cases("search", 50, order="last"))
    assert made == list(overmatch.cases("search", 50, order="last")) != list(overmatch.cases("search", 50, order="first"))
    assert any(None in case.labels for case in made) and any(len(set(case.labels)) > 1 for case in made)
    for case in made:
        assert (case.order, len(case.labels)) == ("last", len(case.patterns))
        assert overmatch.Case.from_json(case.to_json()) == case
        if case.expected is None:
            assert case.expected_labels is None
            continue
        assert list(case.expected_labels) == overmatch.select(case.mode, case.patterns, case.modules, labels=case.labels, order="last")
        assert list(case.expected) == [path for path, label in zip(case.modules, case.expected_labels) if label is not None]
    assert next(overmatch.cases("search")).labels is None
    with pytest.raises(ValueError, match="unknown order"):
        overmatch.cases("search", order="frist")


def test_a_dialect_has_its_order():
    entries = {"patterns": ["a.*", "a.b"], "modules": ["a.b", "b"], "labels": ["x", None]}
    case = overmatch.Case.make("modelopt", **entries)
    assert (case.order, case.expected_labels) == ("last", (None, None))
    assert overmatch.select("modelopt", **entries) == [None, None]
    assert next(overmatch.cases("modelopt")).order == "last"
    for wrong in ({"order": "first"}, {"order": "any"}):
        with pytest.raises(ValueError, match="the order of modelopt is last"):
            overmatch.Case.make("modelopt", **entries, **wrong)
    with pytest.raises(ValueError, match="needs labels"):
        overmatch.Case.make("modelopt", ["a"], ["a"])
    with pytest.raises(ValueError, match="lists of nncf have no labels"):
        overmatch.Case.make("nncf", **entries)
    with pytest.raises(ValueError, match='order "last" asks lists with labels'):
        overmatch.check(matcher_of(RULES["exact"]), "modelopt")
    last = lambda patterns, modules, labels: overmatch.select("modelopt", patterns, modules, labels=labels)  # noqa: E731
    assert overmatch.check(last, "modelopt", **QUICK).findings == ()
    with pytest.raises(overmatch.Violation):
        overmatch.check(lambda *lists: listed("first", rule=lambda m, p: overmatch.select("glob", [p], [m]) == [m])(*lists), "modelopt", **QUICK)


def test_serve_answers_labels(tmp_path):
    (tmp_path / "mine.py").write_text(
        "def match(patterns, modules, labels=None):\n"
        "    if labels is None: return [module in patterns for module in modules]\n"
        "    given = dict(zip(reversed(patterns), reversed(labels)))\n"
        "    return [given.get(module, None if module != 'wrong' else 'other') for module in modules]\n"
    )
    lists = {"mode": "exact", "patterns": ["a", "b", "a"], "modules": ["a", "b", "c"]}
    asked = [{"id": 0, "start": 2}, {"id": 1, "order": "first", "labels": ["x", None, "y"], **lists}, {"id": 2, **lists},
             {"id": 3, "order": "first", "labels": ["x", "z", "y"], **lists}]

    def answers(*questions):
        done = subprocess.run([sys.executable, "-m", "overmatch.serve", "mine:match"], cwd=tmp_path, capture_output=True, text=True,
                              input="".join(json.dumps(question) + "\n" for question in questions), timeout=60)
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    (introduction, *given), _ = answers(*asked)
    assert (introduction["id"], introduction["name"]) == (0, "mine:match")
    assert given == [{"id": 1, "labels": ["x", None, None]}, {"id": 2, "selected": [0, 1]}, {"id": 3, "labels": ["x", "z", None]}]
    given, errors = answers({**asked[1], "modules": ["wrong"]})
    assert given == [] and "each a label of the list or None" in errors
