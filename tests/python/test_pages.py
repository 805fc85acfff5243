# SPDX-License-Identifier: Apache-2.0
"""Runs the pages of the documentation that need the package, with the interpreter of the tests. See tests/cli/pages.py."""

import os
import sys

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "cli"))
import pages  # noqa: E402

PAGES = [page for page in pages.pages(ROOT) if pages.needs(pages.read(os.path.join(ROOT, page))) == "python"]


@pytest.mark.parametrize("page", PAGES)
def test_page(page, tmp_path):
    path = [os.path.dirname(sys.executable), os.path.dirname(os.environ["OVERMATCH"])]
    _, wrong = pages.execute(page, pages.read(os.path.join(ROOT, page)), tmp_path, path)
    assert not wrong, "\n".join(wrong)


def test_there_are_some():
    assert "docs/start/python-library.md" in PAGES
