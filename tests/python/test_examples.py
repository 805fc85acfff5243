# SPDX-License-Identifier: Apache-2.0
"""Runs the examples of the docstrings and of docs/python.md."""

import doctest
import importlib
import os

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FLAGS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL


@pytest.mark.parametrize("module", ["_audit", "_prove", "_compare"])
def test_docstrings(module):
    result = doctest.testmod(importlib.import_module(f"overmatch.{module}"), optionflags=FLAGS)
    assert result.attempted > 0 and result.failed == 0


def test_the_page():
    result = doctest.testfile(os.path.join(ROOT, "docs", "python.md"), module_relative=False, optionflags=FLAGS, encoding="utf-8")
    assert result.attempted > 8 and result.failed == 0
