"""The rest of the package: cases, references, the pytest plugin, serve, what is installed."""

import importlib.resources
import itertools
import json
import os
import subprocess
import sys

import overmatch
import pytest

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("mode", overmatch.modes)
def test_cases_hold_what_the_reference_selects(mode):
    cases = list(overmatch.cases(mode, 50, seed=3))
    assert len(cases) == 50 and cases == list(overmatch.cases(mode, 50, seed=3))
    assert cases != list(overmatch.cases(mode, 50, seed=4))
    for case in cases:
        if case.expected is None:
            with pytest.raises(overmatch.Rejected):
                overmatch.select(mode, case.patterns, case.modules)
        else:
            assert tuple(overmatch.select(mode, case.patterns, case.modules)) == case.expected


def test_cases_without_a_count_are_endless():
    assert len(list(itertools.islice(overmatch.cases("exact"), 300))) == 300
    with pytest.raises(ValueError, match="nearly"):
        overmatch.cases("nearly")


@pytest.mark.parametrize(
    ("mode", "pattern", "selected"),
    [
        ("endswith", "layers.0", ["layers.0", "m.layers.0", "img_layers.0"]),
        ("segment", "layers.0", ["layers.0", "m.layers.0"]),
        ("exact", "layers.0", ["layers.0"]),
        ("subtree", "layers.0", ["layers.0", "layers.0.q"]),
        ("regex", r"(.*\.)?layers\.0", ["layers.0", "m.layers.0"]),
    ],
)
def test_select(mode, pattern, selected):
    modules = ["layers.0", "m.layers.0", "img_layers.0", "layers.0.q", "layers.01"]
    assert overmatch.select(mode, [pattern], modules) == selected


def test_the_corpus_is_installed():
    assert len(overmatch.saved_cases(os.path.join(overmatch.corpus_folder(), "cases"))) > 100
    tree = overmatch.read_tree(os.path.join(overmatch.corpus_folder(), "trees", "flux1-dev-transformer.modules.txt.gz"))
    assert "transformer_blocks.0.attn.norm_q" in tree
    with pytest.raises(ValueError, match="nowhere.txt"):
        overmatch.read_tree("nowhere.txt")
    assert importlib.resources.files(overmatch).joinpath("py.typed").is_file()


def test_three_lines_of_pytest(pytester):
    pytester.makepyfile(
        test_it="""
        import overmatch
        def test_wrong(): overmatch.check(lambda patterns, modules: [m.endswith(tuple(patterns)) for m in modules])
        def test_right(): overmatch.check(lambda patterns, modules: [m in patterns or m.endswith(tuple("." + p for p in patterns)) for m in modules])
        """
    )
    result = pytester.runpytest_subprocess("-q")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*selects `aa` for the pattern `a`: overmatch, glued-prefix*", "*replay: overmatch.replay(matcher*"])


def test_saved_cases_as_parametrised_tests(pytester):
    pytester.makepyfile(
        test_cases="""
        import overmatch, pytest
        @pytest.mark.overmatch_cases("found", mode="segment")
        @pytest.mark.parametrize("rule", [str.endswith, lambda m, p: m == p or m.endswith("." + p)], ids=["wrong", "right"])
        def test_saved(overmatch_case, rule):
            overmatch.replay(lambda patterns, modules: [any(rule(m, p) for p in patterns) for m in modules], overmatch_case)
        def test_check(overmatch_check):
            overmatch_check(lambda patterns, modules: [any(m.endswith(p) for p in patterns) for m in modules], exhaustive=False)
        """
    )
    result = pytester.runpytest_subprocess("-q", "-k", "check", "--overmatch-save", "found", "--overmatch-count", "100")
    result.assert_outcomes(failed=1)
    saved = len(list((pytester.path / "found").iterdir()))
    assert saved >= 1
    pytester.runpytest_subprocess("-q", "-k", "saved").assert_outcomes(failed=saved, passed=saved)


def test_a_case_fixture_needs_its_folder(pytester):
    pytester.makepyfile("def test_it(overmatch_case): pass")
    result = pytester.runpytest_subprocess()
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*overmatch_case needs @pytest.mark.overmatch_cases(FOLDER)*"])


def test_serve_speaks_the_protocol(tmp_path):
    (tmp_path / "mine.py").write_text(
        "import re\n"
        "def match(patterns, modules):\n"
        "    print('chatter')\n"
        "    compiled = [re.compile(p) for p in patterns]\n"
        "    return [m for m in modules if any(p.fullmatch(m) for p in compiled)]\n"
    )
    questions = [{"id": 3, "mode": "regex", "patterns": ["a.*"], "modules": ["ab", "b", "a"]},
                 {"id": 4, "mode": "regex", "patterns": ["("], "modules": []}]
    done = subprocess.run([sys.executable, "-m", "overmatch.serve", "mine:match"], cwd=tmp_path, capture_output=True, text=True,
                          input="".join(json.dumps(question) + "\n" for question in questions), timeout=60)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0] == {"id": 3, "selected": [0, 2], "name": "mine:match"}
    assert answers[1]["id"] == 4 and "unterminated" in answers[1]["error"]
    assert "chatter" in done.stderr
