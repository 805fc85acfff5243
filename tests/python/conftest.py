# SPDX-License-Identifier: Apache-2.0
"""Where PyPI can't be reached, tests are skipped. For ctest, which shows no output of what passes, the suite is then a skipped one."""

import os

import pytest

SKIPPED = 77  # SKIP_RETURN_CODE in tests/CMakeLists.txt
unreachable = []


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    """`check` saves what it finds to a folder in the current one."""
    monkeypatch.chdir(tmp_path)


def pytest_runtest_logreport(report):
    if report.skipped and "PyPI" in str(report.longrepr):
        unreachable.append(report.nodeid)


def pytest_sessionfinish(session, exitstatus):
    if exitstatus == 0 and unreachable and "OVERMATCH_CTEST" in os.environ:
        session.exitstatus = SKIPPED
