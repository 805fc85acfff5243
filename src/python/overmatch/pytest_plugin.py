# SPDX-License-Identifier: Apache-2.0
"""The pytest plugin: parametrises tests with saved cases, and gives `check` options on the command line.

    @pytest.mark.overmatch_cases("tests/overmatch-cases", mode="segment")       # one test a file, named like it
    def test_saved(overmatch_case):
        overmatch.replay(my_matcher, overmatch_case)

    def test_matcher(overmatch_check):                          # --overmatch-count, --overmatch-seed, --overmatch-save
        overmatch_check(my_matcher, mode="segment")
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from overmatch import Case, Report


def _whole_number(text: str) -> int:
    """Parses an option; pytest reports the option and the text on a ValueError."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("overmatch", "module-name matchers")
    group.addoption("--overmatch-count", type=_whole_number, metavar="N", help="number of random cases of each overmatch_check")
    group.addoption("--overmatch-seed", type=_whole_number, metavar="N", help="seed of each overmatch_check")
    group.addoption("--overmatch-save", metavar="DIR", help="folder to which each overmatch_check saves minimal cases")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "overmatch_cases(folder, mode, order=None): run the test for each saved case of the mode (and order) in the folder, as its argument overmatch_case",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "overmatch_case" not in metafunc.fixturenames:
        return
    from overmatch import saved_cases

    marker = metafunc.definition.get_closest_marker("overmatch_cases")
    if marker is None or len(marker.args) + len(marker.kwargs.keys() - {"order"}) != 2:
        wanted = "@pytest.mark.overmatch_cases(FOLDER, mode=MODE): a correct matcher fails the cases of another mode"
        raise pytest.UsageError(f"{metafunc.definition.nodeid}: overmatch_case needs {wanted}")
    # Relative to pytest's root folder, wherever the tests are started.
    folder = os.path.join(metafunc.config.rootpath, marker.args[0])
    # Without findings there is no folder; pytest then skips the test and says that it has no parameters.
    cases: list[Case] = saved_cases(folder, *marker.args[1:], **marker.kwargs) if os.path.exists(folder) else []
    metafunc.parametrize("overmatch_case", cases, ids=[os.path.splitext(os.path.basename(case.file))[0] for case in cases])


@pytest.fixture
def overmatch_check(request: pytest.FixtureRequest) -> Callable[..., Report]:
    """`overmatch.check` with the values of --overmatch-count, --overmatch-seed and --overmatch-save."""
    from overmatch import check

    options = {"cases": "--overmatch-count", "seed": "--overmatch-seed", "save": "--overmatch-save"}
    given = {name: request.config.getoption(option) for name, option in options.items()}
    return functools.partial(check, **{name: value for name, value in given.items() if value is not None})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how much was tried, which a passed test does not show."""
    checking = sys.modules.get("overmatch._check")  # imported by what was tested, or not at all
    if checking is None or terminalreporter.verbosity < 0:
        return
    checks, cases = checking.tally
    if checks:
        terminalreporter.write_line(f"overmatch: {checks:,} {'check' if checks == 1 else 'checks'} tried {cases:,} cases")
