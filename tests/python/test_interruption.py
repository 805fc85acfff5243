# SPDX-License-Identifier: Apache-2.0
"""What ends a check before its time: Ctrl-C, an exception, the end of a test. What was found until then is told."""

import signal
import subprocess
import sys
import textwrap
import threading

import overmatch
import pytest
from rules import QUICK, RULES, matcher_of


def test_other_threads_run_meanwhile():
    ticks = 0
    done = threading.Event()

    def tick():
        nonlocal ticks
        while not done.wait(0.001):
            ticks += 1

    thread = threading.Thread(target=tick)
    thread.start()
    overmatch.check(matcher_of(RULES["segment"]), **QUICK)
    done.set()
    thread.join()
    assert ticks > 0


def test_ctrl_c_ends_a_check():
    code = """
        import overmatch
        def matcher(patterns, modules):
            if not asked:
                asked.append(True)
                print("started", flush=True)
            return [m in patterns for m in modules]
        asked = []
        overmatch.check(matcher, mode="exact", seconds=1000)
    """
    command = [sys.executable, "-c", "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n" + textwrap.dedent(code)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:  # a shell in the background ignores Ctrl-C, and so would the process
        assert running.stdout.readline() == "started\n"
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode != 0
    assert "overmatch._check.Interrupted" in errors
    assert "incomplete, nothing found so far" in errors


def interrupted_after(calls, rule, how=KeyboardInterrupt):
    """A matcher that is interrupted by its user, as Ctrl-C does it."""
    asked = 0

    def matcher(patterns, modules):
        nonlocal asked
        asked += 1
        if asked > calls:
            raise how
        return matcher_of(rule)(patterns, modules)

    return matcher


def test_an_interrupted_check_tells_what_it_found(tmp_path):
    # Some thousand calls come before the shrinking; what is found in the first is not reduced then.
    with pytest.raises(KeyboardInterrupt) as caught:
        overmatch.check(interrupted_after(500, RULES["endswith"]), "segment", save=tmp_path)
    report = caught.value.report
    assert report.findings and report.data["interrupted"] and not report.data["complete"]
    for finding in report.findings:
        assert not finding.minimal and finding.data["not_reduced"] == "interrupted"
        assert "not reduced: interrupted" in finding.text and "not reduced: interrupted" in str(caught.value)
        with pytest.raises(overmatch.Violation):
            overmatch.replay(matcher_of(RULES["endswith"]), finding.file)
    assert len(list(tmp_path.iterdir())) == len(report.findings)


def test_an_interrupted_check_of_a_right_matcher_has_seen_nothing_but_says_no_more():
    with pytest.raises(overmatch.Interrupted) as caught:
        overmatch.check(interrupted_after(500, RULES["segment"]), "segment", fail=False)
    assert caught.value.report.findings == ()
    assert "incomplete, nothing found so far" in str(caught.value) and "no violation" not in str(caught.value)


def test_an_interrupted_replay_tells_what_it_found():
    case = overmatch.Case.make("segment", ["a"], ["a", "xa"])
    with pytest.raises(overmatch.Interrupted) as caught:
        overmatch.replay(interrupted_after(30, RULES["endswith"]), case, shrink=True)
    assert caught.value.report.findings


def test_another_end_tells_what_was_found_too(capsys):
    with pytest.raises(SystemExit):
        overmatch.check(interrupted_after(500, RULES["endswith"], SystemExit), "segment")
    assert "not reduced: interrupted" in capsys.readouterr().err


def test_what_ends_a_test_ends_the_check():
    def skips(patterns, modules):
        pytest.skip("not today")

    with pytest.raises(pytest.skip.Exception, match="not today"):
        overmatch.check(skips)
