# SPDX-License-Identifier: Apache-2.0
"""The reports of results in Python: those that the command line writes, but for the command, which there is none of."""

import os
import re
import subprocess
import xml.etree.ElementTree

import overmatch
import pytest

pytest_plugins = ["pytester"]

BINARY = os.environ.get("OVERMATCH")
RULES = {"right": lambda m, p: m == p or m.endswith("." + p), "wrong": str.endswith}


@pytest.fixture(autouse=True)
def _at_a_fixed_time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")


def command_line(*arguments):
    if not BINARY:
        pytest.skip("the environment names no program in OVERMATCH")
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True).stdout


def without_command(page):
    short, count = re.subn(r"<dt>command</dt><dd>.*?</dd>\n", "", page)
    assert count == 1
    return short


def tree(folder, names):
    path = folder / "model"
    path.write_text("".join(f"{name}\n" for name in names))
    return str(path)


@pytest.mark.parametrize(("pattern", "verdict"), [("l.1", "1 error"), ("l.10", "nothing found")])
def test_pages_of_audit_are_those_of_the_command_line(tmp_path, monkeypatch, pattern, verdict):
    monkeypatch.chdir(tmp_path)
    tree(tmp_path, ["l", "l.1", "l.10"])
    found = overmatch.audit("model", pattern, mode="prefix")
    options = ("audit", "--tree", "model", "--mode", "prefix", "--pattern", pattern)
    assert found.to_html() == without_command(command_line(*options, "--html", "-"))
    assert found.to_markdown() == command_line(*options, "--format", "markdown")
    assert verdict in found.to_html() and verdict in found.to_markdown()
    assert "1970-01-02T00:00:00Z" in found.to_html()


@pytest.mark.parametrize(("mode", "verdict"), [("endswith", "refuted"), ("exact", "proved")])
def test_pages_of_prove_are_those_of_the_command_line(mode, verdict):
    page = overmatch.prove("a.b", mode, intended="a").to_html()
    assert page == without_command(command_line("prove", "--pattern", "a.b", "--mode", mode, "--intended", "a", "--html", "-"))
    assert re.search(f'<h1 class="[a-z]+"><bdi>{verdict}', page)


@pytest.mark.parametrize(("mode", "count"), [("segment", 1), ("endswith", 0)])
def test_pages_of_compare_are_those_of_the_command_line(tmp_path, monkeypatch, mode, count):
    monkeypatch.chdir(tmp_path)
    tree(tmp_path, ["layers", "img_layers"])
    found = overmatch.compare("endswith", mode, trees=["model"], patterns="layers")
    assert len(found) == count
    if count:
        options = ("compare", "--mode", "endswith", "--mode-b", mode, "--tree", "model", "--pattern", "layers")
        assert found.to_html() == without_command(command_line(*options, "--html", "-"))
    assert ("img_layers" in found.to_html()) == bool(count)


@pytest.mark.parametrize("rule", RULES)
def test_reports_of_check(rule):
    report = overmatch.check(lambda p, m: [any(RULES[rule](x, y) for y in p) for x in m], cases=100, save=None, fail=False, name="mine")
    fails = rule == "wrong"
    headline = "selects `aa` for the pattern `a`: overmatch, glued-prefix"
    assert bool(report.findings) == fails
    suite = xml.etree.ElementTree.fromstring(report.to_junit())
    assert int(suite.get("failures")) == fails and suite.get("timestamp") == "1970-01-02T00:00:00"
    assert (headline in report.to_html()) == (headline in report.to_markdown()) == (headline in str(report)) == fails
    assert "mine" in report.to_html() and "mine" in report.to_markdown()
    assert len(repr(report)) < 200 and repr(report).startswith("<Report of mine (segment): ")
    assert ("<pre" in report._repr_html_()) and str(report) == report.text.rstrip("\n")
    for finding in report.findings:
        assert repr(finding) == f"<Finding {finding.id}: {finding.headline}>"
        assert str(finding) == finding.text.rstrip("\n")


def test_pytest_says_how_much_was_tried(pytester):
    pytester.makepyfile(
        """
        import overmatch
        def test_check(overmatch_check):
            overmatch_check(lambda patterns, modules: [m in patterns for m in modules], mode="exact")
        def test_nothing():
            pass
        """
    )
    result = pytester.runpytest_subprocess("-k", "check", "--overmatch-count", "100")
    result.assert_outcomes(passed=1)
    result.stdout.re_match_lines([r"overmatch: 1 check tried \d+,\d+ cases"])
    result = pytester.runpytest_subprocess("-k", "nothing")
    result.assert_outcomes(passed=1)
    result.stdout.no_re_match_line(r"overmatch: .* tried")
