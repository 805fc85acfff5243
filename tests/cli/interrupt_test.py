# SPDX-License-Identifier: Apache-2.0
"""What a run that is interrupted says: all it has found, and never more than it has seen. Real processes, real signals."""

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import tempfile
import termios
import time
import unittest

from support import BINARY, PLUGIN, PYTHON, SOURCE, CommandTest

SLOW = os.path.join(SOURCE, "tests/cli/slow_matcher.py")
RANDOM = ["--no-trees", "--no-corpus", "--random-only"]
CASE = {"overmatch": 1, "mode": "segment", "patterns": ["model.layers.0.xxxx"],
        "modules": ["model.layers.0.xxxx", "img_model.layers.0.xxxx"]}
PATIENCE = 120  # seconds until something must have happened, on a busy machine


def slow(rule, *seconds):
    return ["--command", f"{PYTHON} {SLOW} {rule} {' '.join(map(str, seconds))}", "--mode", "segment"]


class InterruptTest(CommandTest):
    def start(self, *arguments, planted=None, **more):
        env = dict(os.environ, COLUMNS="2000")
        if planted:
            env["OVERMATCH_PLANTED"] = planted
        process = subprocess.Popen([BINARY, *arguments], cwd=self.folder, env=env, text=True, **more)
        self.addCleanup(process.kill)
        return process

    def exists(self, name):
        return os.path.exists(os.path.join(self.folder, name))

    def forget(self):
        """What an earlier matcher told (slow_matcher.py), or may tell yet: a later one runs in a folder of its own."""
        self.folder = tempfile.mkdtemp(dir=self.folder)

    def wait_for(self, happened, process):
        end = time.monotonic() + PATIENCE
        while not happened():
            self.assertIsNone(process.poll(), "it ended by itself")
            self.assertLess(time.monotonic(), end, "it never happened")
            time.sleep(0.05)

    def interrupted(self, *arguments, after, status, how=signal.SIGINT, then=0.5, **more):
        """Runs it, interrupts it some time after the file `after` was there, and returns (stdout, stderr)."""
        process = self.start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        self.wait_for((lambda: self.exists(after)) if isinstance(after, str) else after, process)
        time.sleep(then)
        process.send_signal(how)
        out, err = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, status, out + err)
        return out, err


class Check(InterruptTest):
    def reported(self, out, reports):
        """The finding is in every report, marked as not reduced, and saved."""
        self.assertIn("not reduced: interrupted", out)
        self.assertIn("interrupted: the remaining cases were not tried", out)
        self.assertNotIn("no violation", out)
        report = json.loads(self.read("r.json"))
        self.assertTrue(report["interrupted"])
        self.assertFalse(report["complete"])
        self.assertEqual(report["covered"], [])
        unreduced = [each for each in report["violations"] if each["not_reduced"] == "interrupted"]
        self.assertTrue(unreduced)
        for each in unreduced:
            self.assertEqual((each["minimal"], each["proof"]), ("not proved", None))
            self.assertEqual(each["case"]["overmatch"], 1)
            self.assertTrue(self.exists(each["file"]), each["file"])
        if reports:
            self.assertIn("not reduced: interrupted", self.read("r.html"))
            self.assertRegex(self.read("r.xml"), r'failures="[1-9]\d*" errors="1"')
            self.assertIn("not reduced: interrupted", self.read("r.xml"))
        return unreduced[0]["file"]

    def test_a_violation_that_was_seen_is_reported(self):
        reports = ["--json", "r.json", "--junit", "r.xml", "--html", "r.html"]
        out, _ = self.interrupted("check", *slow("endswith", 0.02), "--time", "300", *reports, after="wrong", then=2, status=1)
        file = self.reported(out, reports)
        self.run_overmatch("repro", file, "--builtin", "endswith", "--mode", "segment", status=1)
        self.run_overmatch("repro", file, "--builtin", "segment")

    def test_so_it_is_when_the_signal_comes_while_it_is_reduced(self):
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(how=how):
                self.forget()
                out, _ = self.interrupted("check", *slow("endswith", 0, 0.4), *RANDOM, "--cases", "40", "--json", "r.json",
                                          after="later", status=1, how=how)
                self.reported(out, reports=False)

    def test_timeout_signals_twice_and_kills_nothing(self):
        command = ["timeout", "10", BINARY, "check", *slow("endswith", 0, 0.4), *RANDOM, "--cases", "40", "--json", "r.json"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 124)  # as timeout says of what it ended
        self.reported(done.stdout, reports=False)

    def test_nothing_found_is_not_no_violation(self):
        for how in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(how=how):
                self.forget()
                out, _ = self.interrupted("check", *slow("segment", 0.05), "--time", "300", "--json", "r.json", "--junit", "r.xml",
                                          after="asked", status=4, how=how)
                self.assertIn("incomplete, nothing found so far", out)
                self.assertNotIn("no violation", out)
                self.assertNotIn("covered exhaustively", out)
                report = json.loads(self.read("r.json"))
                self.assertEqual((report["violations"], report["complete"], report["covered"]), ([], False, []))
                self.assertIn('errors="1"', self.read("r.xml"))

    def test_the_planned_end_of_time_is_no_interruption(self):
        out, _ = self.run_overmatch("check", *slow("segment", 0.01), *RANDOM, "--time", "1", "--json", "r.json")
        self.assertIn("no violation", out)
        self.assertTrue(json.loads(self.read("r.json"))["complete"])
        out, _ = self.run_overmatch("check", *slow("endswith", 0), *RANDOM, "--time", "1", status=1)
        self.assertIn("minimal: proved", out)

    def test_a_second_request_ends_it_hard(self):
        process = self.start("check", *slow("segment", 4), *RANDOM, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        time.sleep(0.8)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, -signal.SIGINT)

    def test_a_plugin_on_a_narrow_terminal(self):
        """The status line fits into it; a violation that was met before the random phase is in the report."""
        controller, terminal = pty.openpty()
        self.addCleanup(os.close, controller)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 44, 0, 0))
        env = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
        env.update(OVERMATCH_PLANTED="segment-underscore-boundary", TERM="xterm")
        process = subprocess.Popen([BINARY, "check", "--plugin", PLUGIN, "--time", "300", "--json", "r.json"], cwd=self.folder, env=env,
                                   stdout=subprocess.DEVNULL, stderr=terminal)
        self.addCleanup(process.kill)
        os.close(terminal)
        shown = b""
        end = time.monotonic() + PATIENCE
        while b" random," not in shown and time.monotonic() < end:
            shown += os.read(controller, 4096)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(PATIENCE), 1)
        lines = [line for line in re.split(r"\r|\n", shown.decode().replace("\x1b[K", "")) if line]
        self.assertTrue(lines)
        self.assertLessEqual(max(map(len, lines)), 43)
        self.assertTrue(json.loads(self.read("r.json"))["violations"])


class Others(InterruptTest):
    def test_repro_tells_of_the_cases_that_were_replayed(self):
        os.mkdir(os.path.join(self.folder, "cases"))
        for number in range(30):
            self.write(f"cases/{number:02}.json", json.dumps(dict(CASE, modules=[*CASE["modules"], f"other_{number}"])))
        out, _ = self.interrupted("repro", "cases", *slow("endswith", 0.05), "--json", "r.json", after="wrong", then=3, status=1)
        self.assertIn("interrupted: the remaining cases were not tried", out)
        report = json.loads(self.read("r.json"))
        self.assertTrue(report["violations"])
        self.assertLess(report["cases"], 30)

    def test_repro_with_nothing_found(self):
        self.write("case.json", json.dumps(CASE))
        self.interrupted("repro", "case.json", *slow("segment", 0.2), after="asked", status=4)

    def test_shrink(self):
        self.write("case.json", json.dumps(CASE))
        out, _ = self.interrupted("shrink", "case.json", *slow("endswith", 0.05), after="later", then=4, status=1)
        self.assertIn("not reduced: interrupted", out)
        self.assertTrue(self.files("overmatch-cases"))

    def test_compare(self):
        for rule, status, says in (("endswith", 1, "difference"), ("segment", 4, "incomplete, no difference found so far")):
            with self.subTest(rule=rule):
                self.forget()
                out, _ = self.interrupted("compare", *slow(rule, 0.02), "--generated", "1000000", "--json", "r.json",
                                          after="wrong" if rule == "endswith" else "asked", then=2, status=status)
                self.assertIn(says, out)
                self.assertIn("interrupted: the rest was not compared", out)
                report = json.loads(self.read("r.json"))
                self.assertFalse(report["complete"])
                self.assertEqual(bool(report["differences"]), status == 1)

    def test_selftest(self):
        process = self.start("selftest", "--jobs", "1", "--summary", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 4, out + err)
        self.assertIn("interrupted: not all planted matchers were tried", out)

    def test_fuzz_keeps_what_its_workers_met(self):
        done = subprocess.run([BINARY, "fuzz"], capture_output=True, text=True, timeout=PATIENCE)
        if "built without libFuzzer" in done.stderr:
            self.skipTest("built without libFuzzer")
        met = lambda: any(self.exists(f"f/{part}") and self.files(f"f/{part}") for part in ("pending", "findings"))
        out, _ = self.interrupted("fuzz", *slow("endswith", 0.01, 0.1), "--no-trees", "--time", "300", "--save", "f", "--json", "r.json",
                                  after=met, status=1)
        report = json.loads(self.read("r.json"))
        self.assertTrue(report["interrupted"])
        self.assertTrue(report["violations"])
        for each in report["violations"]:
            self.assertTrue(self.exists(each["file"]), each["file"])


if __name__ == "__main__":
    unittest.main()
