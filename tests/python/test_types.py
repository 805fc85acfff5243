# SPDX-License-Identifier: Apache-2.0
"""The types of the package, by mypy --strict: its own sources are right, and so is what it says of a caller's."""

import importlib.util
import os
import subprocess
import sys

import libraries
import pytest

PACKAGE = os.path.join(libraries.ROOT, "src", "python")
CACHE = os.path.join(libraries.ROOT, "build", "mypy")


def complaints(cwd, *files):
    if importlib.util.find_spec("mypy") is None:
        pytest.skip("no mypy: ./dev python fetches it from PyPI")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", CACHE, *files]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env={**os.environ, "MYPYPATH": PACKAGE})
    assert not done.stderr, done.stderr
    return [line for line in done.stdout.splitlines() if ": error:" in line]


def test_the_sources_of_the_package_are_strictly_typed(tmp_path):
    assert complaints(str(tmp_path), os.path.join(PACKAGE, "overmatch")) == []


@pytest.mark.parametrize("call, complaint", [
    ('overmatch.audit(["a", "a.b"], ["b"], mode="segment").raise_for("warning")', None),
    ('overmatch.audit(["a", "a.b"], ["b"], mode="segments")', "arg-type"),
    ('overmatch.audit(["a", "a.b"], ["b"], mode="segment").raise_for("warnings")', "arg-type"),
    ('overmatch.select("exact", ["a"], ["a"])[0].upper()', None),
    ('overmatch.select("exact", ["a"], ["a"], labels=["x"], order="first")[0] or "".upper()', None),
    ('overmatch.select("exact", ["a"], ["a"], labels=["x"], order="first")[0].upper()', "union-attr"),
    ('overmatch.select("exact", ["a"], ["a"], labels=[1])', "call-overload"),
    ('overmatch.check(lambda patterns, modules: [module in patterns for module in modules], "exact")', None),
    ('overmatch.check(lambda patterns, modules, labels: [labels[0] for module in modules], "exact", order="last")', None),
    ('overmatch.check(lambda patterns, modules, labels: [labels[0] for module in modules], "exact")', "call-overload"),
    ('overmatch.check(lambda patterns, modules: modules, "exact", order="first")', "call-overload"),
    ('overmatch.compare("exact", lambda patterns, modules: modules, mode="exact")', None),
    ('overmatch.compare("exact", lambda patterns, modules, labels: labels, mode="exact", order="last", patterns="a", labels=["x"])', None),
    ('overmatch.compare("exact", "segment", order="any")', "arg-type"),
    ('overmatch.compare("exact", "segment", labels=[1])', "list-item"),
    ('overmatch.audit(["a", "a.b"], {"target_modules": ["b"]}).no_such_member', "attr-defined"),
])
def test_a_caller_is_told_of_what_there_is_not(tmp_path, call, complaint):
    (tmp_path / "caller.py").write_text(f"import overmatch\n\n{call}\n")
    found = complaints(str(tmp_path), "caller.py")
    assert len(found) == (complaint is not None) and all(f"[{complaint}]" in line for line in found), found
