# SPDX-License-Identifier: Apache-2.0
"""The rest of the package: cases, references, the pytest plugin, serve, what is installed."""

import importlib.resources
import itertools
import json
import os
import re
import subprocess
import sys
import textwrap
import time

import libraries
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
                overmatch.select(mode, case.patterns, case.modules, labels=case.labels)
        elif case.labels is not None:  # of a dialect
            assert tuple(overmatch.select(mode, case.patterns, case.modules, labels=case.labels)) == case.expected_labels
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


def test_the_header_of_plugins_is_installed():
    folder = subprocess.run([sys.executable, "-m", "overmatch_program", "--include"], capture_output=True, text=True, check=True).stdout.strip()
    with open(os.path.join(folder, "overmatch_plugin.h"), encoding="utf-8") as file:
        assert "overmatch_plugin_v1" in file.read()


def test_the_corpus_is_installed():
    assert len(overmatch.saved_cases(os.path.join(overmatch.corpus_folder(), "cases"), None)) > 100
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


@pytest.mark.parametrize("call", [
    "overmatch.check(wrong, **QUICK)", "overmatch_check(wrong, **QUICK)", "overmatch.check(wrong, properties=['no such'])", "overmatch.check(wrong, cases=-1)",
    "overmatch.replay(wrong, overmatch.Case.make('segment', ['a'], ['aa']))", "overmatch.replay(wrong, 'nowhere.json')",
])
def test_a_failure_shows_the_test_and_none_of_our_source(pytester, call):
    pytester.makepyfile(f"""
        import overmatch
        QUICK = dict(cases=100, exhaustive=False)
        def wrong(patterns, modules): return [m.endswith(tuple(patterns)) for m in modules]
        def test_it(overmatch_check): {call}
        """)
    shown = pytester.runpytest_subprocess("-q")
    shown.assert_outcomes(failed=1)
    lines = shown.stdout.lines
    before = next(number for number, line in enumerate(lines) if line.startswith("E "))
    assert before < 12 and not any("_core." in line or "overmatch/_" in line for line in lines), "\n".join(lines)
    assert any(line.startswith(">") and call in line for line in lines), "\n".join(lines)


def test_the_readme_s_three_lines(pytester):
    with open(os.path.join(libraries.ROOT, "README.md"), encoding="utf-8") as file:
        (block,) = re.findall(r"```python\n(import.*?)```", file.read(), re.DOTALL)
    right = "p == m or m.endswith('.' + p)"
    for rule, outcome in ((right, {"passed": 1}), ("m.endswith(p)", {"failed": 1})):
        pytester.makepyfile(f"def my_matcher(patterns, modules): return [any({rule} for p in patterns) for m in modules]\n{block}")
        pytester.runpytest_subprocess("-q").assert_outcomes(**outcome)


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
    result.stdout.fnmatch_lines(["*overmatch_case needs @pytest.mark.overmatch_cases(FOLDER, mode=MODE)*"])


def test_saved_cases_are_read_for_the_matcher_s_mode(tmp_path, pytester):
    """A right matcher passes them in a folder that holds another mode's, too; whoever leaves the mode out is told."""
    rules = {"endswith": str.endswith, "exact": str.__eq__}
    matchers = {mode: lambda patterns, modules, rule=rule: [any(rule(m, p) for p in patterns) for m in modules] for mode, rule in rules.items()}
    for mode, other in (("endswith", "exact"), ("exact", "endswith")):
        assert overmatch.check(matchers[other], mode, cases=200, exhaustive=False, save=tmp_path, fail=False).findings
    for mode, matcher in matchers.items():
        own = overmatch.saved_cases(tmp_path, mode)
        assert 0 < len(own) < len(overmatch.saved_cases(tmp_path, None))
        for case in own:
            overmatch.replay(matcher, case)
    with pytest.raises(TypeError, match="mode"):
        overmatch.saved_cases(tmp_path)

    pytester.makepyfile(f"""
        import overmatch, pytest
        @pytest.mark.overmatch_cases({str(tmp_path)!r})
        def test_saved(overmatch_case): pass
        """)
    result = pytester.runpytest_subprocess()
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*a correct matcher fails the cases of another mode*"])


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
    language = {"language": "python"} if sys.version_info >= (3, 11, 5) else {}
    assert answers[0] == {"id": 3, "selected": [0, 2], "name": "mine:match", **language}
    assert answers[1]["id"] == 4 and "unterminated" in answers[1]["error"]
    assert "chatter" in done.stderr


def serving(tmp_path, code):
    """A process that serves `match` of this module."""
    (tmp_path / "mine.py").write_text(textwrap.dedent(code))
    return subprocess.Popen([sys.executable, "-m", "overmatch.serve", "mine:match"], cwd=tmp_path, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def question(number, modules, **more):
    return json.dumps({"id": number, "mode": "exact", "patterns": ["a"], "modules": modules, **more}) + "\n"


def test_serve_answers_each_of_many_questions_at_once(tmp_path):
    """Modules that stay the same are parsed once, and a matcher that changes its lists does not notice."""
    server = serving(tmp_path, """
        def match(patterns, modules):
            selected = [module for module in modules if module in patterns]
            modules.clear()
            patterns.append("b")
            return selected
        """)
    odd = ['"modules": [', ', "modules": [', "\n\\", "a"]
    asked = [["a", "b"], ["a", "b"], ["b", "a"], odd, odd, [], [], ["a", "b"]]
    text = "".join(question(number, modules) for number, modules in enumerate(asked))
    text += json.dumps({"modules": ["b", "a"], "patterns": ["a"], "id": 8}) + "\n" + question(9, ["b", "a"], patterns=["b"])
    text += question(10, ["b", "a"], patterns=["a"], more=1) + question(11, ["b", "a"], patterns=["b"], more=1)
    text += question(12, ["m" * 1_000_000, "a"]) * 2 + question(13, ["a"]).rstrip("\n")
    out, errors = server.communicate(text, timeout=60)
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["id"] for answer in answers] == [*range(13), 12, 13], errors
    assert [answer["selected"] for answer in answers] == [[0], [0], [1], [3], [3], [], [], [0], [1], [0], [1], [0], [1], [1], [0]]


def test_serve_keeps_no_answer_back(tmp_path):
    """Neither until more is asked, nor when the matcher is slow, nor when it ends the process."""
    server = serving(tmp_path, """
        import time
        def match(patterns, modules):
            if "slow" in modules: time.sleep(30)
            time.sleep(0.01)
            return [module in patterns for module in modules]
        """)
    for number in range(3):
        server.stdin.write(question(number, ["a"]))
        server.stdin.flush()
        assert json.loads(server.stdout.readline())["id"] == number
    server.stdin.write(question(3, ["a"]) + question(4, ["slow"]))
    server.stdin.flush()
    begin = time.monotonic()
    assert json.loads(server.stdout.readline())["id"] == 3
    assert time.monotonic() - begin < 20
    server.kill()
    server.communicate()

    server = serving(tmp_path, """
        def match(patterns, modules):
            if "raise" in modules: raise OSError("no more")
            return [module in patterns for module in modules]
        """)
    out, errors = server.communicate(question(1, ["a"]) + question(2, ["raise"]) + question(3, ["a"]), timeout=60)
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1]
    assert server.returncode != 0 and errors.rstrip().endswith("OSError: no more")


@pytest.mark.parametrize(
    ("result", "says"),
    [
        ("[1] * len(modules)", "an iterable of bool, one a module"),
        ("[True] * (len(modules) + 1)", "an iterable of bool, one a module"),
        ("['nowhere']", "names that are not among the modules: ['nowhere']"),
        ("[True, 'a']", "an iterable of bool, one a module"),
    ],
)
def test_serve_refuses_what_is_no_selection(tmp_path, result, says):
    server = serving(tmp_path, f"def match(patterns, modules): return {result}")
    out, errors = server.communicate(question(1, ["a", "b"]), timeout=60)
    assert out == "" and server.returncode != 0
    assert errors.splitlines()[-1].startswith("TypeError: ") and says in errors


def test_serve_takes_numpy_s_bools(tmp_path):
    pytest.importorskip("numpy")
    server = serving(tmp_path, """
        import numpy
        def match(patterns, modules): return numpy.array([module in patterns for module in modules])
        """)
    out, errors = server.communicate(question(1, ["b", "a"]), timeout=60)
    assert json.loads(out)["selected"] == [1], errors
