# SPDX-License-Identifier: Apache-2.0
"""Subjects that do to their process what no matcher should. For each, a right and a wrong matcher: every run ends, none is better
than what was seen, the wrong one's bug is found wherever it answers, and nothing that it started is left."""

import glob
import json
import os
import signal
import time
import unittest
import uuid

from fuzz_test import has_engine
from support import HOSTILE, PYTHON, SANITIZED, SOURCE, CommandTest

ODD = os.path.join(SOURCE, "tests/subjects/odd_command.py")
CASES = ["--no-trees", "--no-corpus", "--random-only", "--cases", "150", "--call-seconds", "0.1"]
RULES = ["endswith"] if SANITIZED else ["segment", "endswith"]
BOUND = 240  # seconds; only a run that never ends is past it

# What plugins do, and what is said about it. "": they answer, and are judged by their answers alone.
PLUGINS = [
    ("exit_86", "left the process by exit()"),
    ("exit_0", "left the process by exit()"),
    ("close_all", ""),
    ("close_all_and_burn", "hung"),
    ("write_into_all", ""),
    ("leave_child", ""),
    ("leave_daemon", ""),
    ("leave_chain", ""),
    ("leave_headless", ""),
    ("child_returns", ""),
    ("lose_folder", ""),
    ("ignore_signals_and_burn", "hung"),
    ("kill_group", "crashed: Killed"),
    ("kill_parent", "sent a signal to its parent process: Killed"),
    ("terminate_parent", "sent a signal to its parent process: Terminated"),
    ("stop_parent", ""),
    ("stop_itself", "hung"),
    ("leave_thread", "crashed: Aborted"),
    ("load_prints", ""),
    ("load_ignores_signals", ""),
    ("unload_exits", ""),
    ("unload_aborts", ""),
    ("write_into_modules", "wrote into the text of a module"),
]
# What ends a plugin while it is loaded, and what the one line on stderr says.
LOADING = [
    ("load_aborts", "while it was loaded, it crashed: Aborted"),
    ("load_exits", "while it was loaded, it left the process by exit()"),
    ("load_sets_alarm", "while it was loaded, it crashed: Alarm clock"),
    ("load_burns", "while it was loaded, it hung"),
    ("load_kills_parent", "while it was loaded, it sent a signal to its parent process: Killed"),
]
# What commands do at each question but the trivial one.
COMMANDS = [
    ("close_input", "closed its standard input"),
    ("early", "wrote a malformed reply"),
    ("dribble", "hung"),
    ("long_line", "an endless line"),
    ("leave_group", "hung"),
    ("leave_daemon", ""),
]


def left_behind(mark):
    """Processes that were started with the mark in their environment."""
    found = []
    for path in glob.glob("/proc/[0-9]*/task/[0-9]*/environ"):  # of all threads: the first may have ended
        try:
            with open(path, "rb") as file:
                if mark.encode() in file.read():
                    found.append(int(path.split("/")[2]))
        except OSError:
            continue
    return sorted({pid for pid in found if pid != os.getpid()})


class HostileTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.mark = "HOSTILE_RUN=" + uuid.uuid4().hex
        name, value = self.mark.split("=")
        os.environ[name] = value
        self.addCleanup(os.environ.pop, name)

    def is_alone(self):
        until = time.monotonic() + 10
        while left := left_behind(self.mark):
            if time.monotonic() > until:
                for pid in left:
                    os.kill(pid, signal.SIGKILL)
                self.fail(f"left behind: {left}")
            time.sleep(0.05)

    def judge(self, subject, rule, says):
        start = time.monotonic()
        right = rule == "segment"
        report = self.check_json(*subject, *CASES, status=0 if right and not says else 1)
        text = json.dumps(report["violations"])
        self.assertIn(says, text)
        if not says:
            self.assertEqual("agreement" in [each["property"] for each in report["violations"]], not right, text)
            self.assertEqual((report["gave_up"], report["interrupted"]), (False, False))
        self.assertLess(time.monotonic() - start, BOUND)
        self.is_alone()


class Plugins(HostileTest):
    def test_the_table(self):
        for name, says in PLUGINS:
            for rule in RULES:
                with self.subTest(name=name, rule=rule):
                    os.environ.update(HOSTILE=name, HOSTILE_RULE=rule)
                    self.judge(["--plugin", HOSTILE], rule, says)

    def test_what_ends_the_loading_is_said_in_one_line(self):
        for name, says in LOADING:
            with self.subTest(name=name):
                os.environ.update(HOSTILE=name, HOSTILE_RULE="segment")
                self.refused("check", "--plugin", HOSTILE, "--json", "-", "--call-seconds", "0.1", says=[says], status=3)
                self.is_alone()

    @unittest.skipUnless(has_engine(), "built without libFuzzer")
    def test_a_fuzz_ends_when_no_worker_can_begin(self):
        os.environ.update(HOSTILE="load_exits_again", HOSTILE_RULE="segment")
        out, err = self.run_overmatch("fuzz", "--plugin", HOSTILE, "--runs", "50", "--no-trees", "--no-corpus", status=4)
        self.assertIn("broke off", out)
        self.assertIn("before the first input the subject left the process by exit()", err)
        self.is_alone()

    @unittest.skipUnless(has_engine(), "built without libFuzzer")
    def test_a_hang_that_is_under_way_when_the_time_of_a_fuzz_is_up_is_told(self):
        for name, status in (("stop_itself", 1), ("leave_child", 0)):
            with self.subTest(name=name):
                os.environ.update(HOSTILE=name, HOSTILE_RULE="segment")
                out, _ = self.run_overmatch("fuzz", "--plugin", HOSTILE, "--time", "1", "--no-trees", "--no-corpus", "--call-seconds", "0.3",
                                            "--save", name, status=status)
                self.assertEqual("the subject hung" in out, status == 1, out)
                self.is_alone()


class Commands(HostileTest):
    def test_the_table(self):
        for name, says in COMMANDS:
            for rule in RULES:
                with self.subTest(name=name, rule=rule):
                    self.judge(["--command", f"{PYTHON} {ODD} {rule} {name}", "--mode", "segment"], rule, says)

    def test_a_name_without_end_is_no_name(self):
        self.refused("check", "--command", f"{PYTHON} {ODD} segment long_name", "--mode", "segment", *CASES,
                     says=["an endless line"], status=3)
        self.is_alone()


if __name__ == "__main__":
    unittest.main()
