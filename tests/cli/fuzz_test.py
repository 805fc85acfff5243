# SPDX-License-Identifier: Apache-2.0
"""overmatch fuzz, end to end: what it finds, what it survives, and that nothing is lost when it is killed."""

import glob
import json
import os
import signal
import subprocess
import time
import unittest

from support import BINARY, PLUGIN, PYTHON, SOURCE, CommandTest

BARE = ["--no-trees", "--no-corpus"]

# Right, but for three turns that depend on the pattern: it crashes on one that holds an A, hangs on one that holds a B, and keeps
# memory on every one. What it does is the same each time it is asked.
HOSTILE = r"""
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include "overmatch_plugin.h"
static int selects(overmatch_text path, overmatch_text pattern) {
  if (path.size == pattern.size) return memcmp(path.data, pattern.data, path.size) == 0;
  return path.size > pattern.size && path.data[path.size - pattern.size - 1] == '.' &&
         memcmp(path.data + path.size - pattern.size, pattern.data, pattern.size) == 0;
}
static void *kept;
static int match(const overmatch_query *query, uint8_t *selected, char *error, size_t error_size) {
  (void)error; (void)error_size;
  for (size_t p = 0; p < query->pattern_count; ++p) {
    overmatch_text pattern = query->patterns[p];
    if (memchr(pattern.data, 'A', pattern.size) != NULL) raise(SIGSEGV);
    if (memchr(pattern.data, 'B', pattern.size) != NULL) for (volatile int more = 1; more;) {}
  }
  void **block = malloc(40 * 1024);
  memset(block, 1, 40 * 1024);
  *block = kept;
  kept = block;
  for (size_t m = 0; m < query->module_count; ++m) {
    selected[m] = 0;
    for (size_t p = 0; p < query->pattern_count; ++p) {
      if (selects(query->modules[m], query->patterns[p])) selected[m] = 1;
    }
  }
  return 0;
}
static const overmatch_plugin plugin = {OVERMATCH_PLUGIN_ABI, "hostile", "segment", match};
const overmatch_plugin *overmatch_plugin_v1(void) { return &plugin; }
"""


# The same as a command: right, or with the suffix rule; dead on a pattern that holds an A, hung on one that holds a B.
COMMAND = r"""
import json, os, sys
wrong, odd = "wrong" in sys.argv, "odd" in sys.argv
for line in sys.stdin:
    q = json.loads(line)
    if odd and any("A" in p for p in q["patterns"]):
        os.abort()
    while odd and any("B" in p for p in q["patterns"]):
        pass
    if "leaky" in sys.argv:
        sys.argv.append("x" * 40000)
    dot = "" if wrong else "."
    at = [i for i, m in enumerate(q["modules"]) if any((dot + m).endswith(dot + p) and (p or not m) for p in q["patterns"])]
    print(json.dumps({"id": q["id"], "selected": at}), flush=True)
"""


def ending(violation):
    return violation["crash"].split(":")[0].split(" some")[0]


def has_engine():
    done = subprocess.run([BINARY, "fuzz"], capture_output=True, text=True, timeout=60)
    return "built without libFuzzer" not in done.stderr


class Fuzz(CommandTest):
    def setUp(self):
        super().setUp()
        if not has_engine():
            self.skipTest("built without libFuzzer")

    def fuzz(self, *arguments, status=0, planted=None):
        out, _ = self.run_overmatch("fuzz", *arguments, "--json", "-", status=status, planted=planted)
        return json.loads(out)

    def build(self):
        self.write("hostile.c", HOSTILE)
        subprocess.run(["gcc", "-std=c11", "-O1", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-shared", "-fPIC",
                        "-I", os.path.join(SOURCE, "src/subjects"), "-o", "hostile.so", "hostile.c"], check=True, timeout=60, cwd=self.folder)
        return "./hostile.so"

    def test_the_references_are_right(self):
        for mode in ["segment", "regex"]:
            report = self.fuzz("--builtin", mode, "--runs", "3000", "--save", mode)
            self.assertEqual(report["violations"], [])
            self.assertEqual(report["cases"], 3000)
            self.assertEqual(self.files(mode + "/findings"), [])
            self.assertTrue(self.files(mode + "/corpus"))

    def test_a_missing_boundary_is_found_from_nothing_and_minimal(self):
        report = self.fuzz("--plugin", PLUGIN, *BARE, "--runs", "3000", status=1, planted="segment-no-boundary")
        first = report["violations"][0]
        self.assertEqual(first["property"], "agreement")
        self.assertEqual(first["case"]["patterns"], ["a"])
        self.assertEqual(first["case"]["modules"], ["aa"])
        self.assertTrue(os.path.exists(os.path.join(self.folder, first["file"])))
        # One mistake, as `check` counts; its other findings are below it.
        self.assertEqual(len(report["violations"]), 1)
        self.assertTrue(first["same_mistake"])
        # The file replays.
        self.run_overmatch("repro", first["file"], "--plugin", PLUGIN, status=1, planted="segment-no-boundary")
        self.run_overmatch("repro", first["file"], status=0)
        # Again in the same folder: known, and not filed twice.
        files = self.files("overmatch-fuzz/findings")
        again = self.fuzz("--plugin", PLUGIN, *BARE, "--runs", "3000", status=1, planted="segment-no-boundary")
        self.assertEqual(self.files("overmatch-fuzz/findings"), files)
        self.assertEqual({v["id"] for v in again["violations"]}, {v["id"] for v in report["violations"]})
        # Repaired: the findings are gone from the report, and stay as files.
        repaired = self.fuzz("--plugin", PLUGIN, *BARE, "--runs", "3000", planted="segment-correct-segments")
        self.assertEqual(repaired["violations"], [])
        self.assertEqual(self.files("overmatch-fuzz/findings"), files)

    def test_a_bug_of_lists_with_labels_is_found_from_nothing(self):
        labelled = ["--plugin", os.environ["OVERMATCH_LABELLED_PLUGIN"], *BARE, "--runs", "20000"]
        for planted, order in (("substring-list-null-is-skipped", ["--order", "first"]), ("torchao-default-in-place", [])):
            with self.subTest(planted):
                out, _ = self.run_overmatch("fuzz", *labelled, *order, "--save", planted, planted=planted, status=1)
                self.assertIn("order first", out)
                self.assertIn("minimal: proved", out)
        out, _ = self.run_overmatch("fuzz", *labelled, "--save", "right", planted="torchao-correct-overwriting")
        self.assertIn("no violation", out)

    def test_the_whole_time_is_used_whatever_the_subject_does(self):
        plugin = self.build()
        start = time.monotonic()
        self.fuzz("--plugin", plugin, *BARE, "--time", "3", "--call-seconds", "0.2", "--memory", "256", status=1)
        self.assertGreater(time.monotonic() - start, 3)

    def test_crash_hang_and_leak_are_found_once_each(self):
        plugin = self.build()
        report = self.fuzz("--plugin", plugin, *BARE, "--runs", "8000", "--call-seconds", "0.2", "--memory", "256", status=1)
        endings = sorted(map(ending, report["violations"]))
        self.assertEqual(endings, ["crashed", "hung", "leaks"], report["violations"])
        minimal = {ending(v): v["case"]["patterns"] for v in report["violations"]}
        self.assertEqual((minimal["crashed"], minimal["hung"]), (["A"], ["B"]))
        self.assertEqual(len(self.files("overmatch-fuzz/findings")), 3)
        self.assertEqual(self.files("overmatch-fuzz/pending"), [])

    def test_nothing_is_lost_by_sigkill(self):
        plugin = self.build()
        command = [BINARY, "fuzz", "--plugin", plugin, *BARE, "--time", "600", "--call-seconds", "0.2", "--memory", "256", "--jobs", "2"]
        running = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        folder = os.path.join(self.folder, "overmatch-fuzz")
        try:
            deadline = time.monotonic() + 120
            while time.monotonic() < deadline and not glob.glob(folder + "/findings/*") and not glob.glob(folder + "/pending/*.json"):
                time.sleep(0.02)
        finally:
            running.send_signal(signal.SIGKILL)
            running.wait()
        time.sleep(0.3)  # its children die with it
        before = set(os.listdir(folder + "/findings"))
        pending = set(os.listdir(folder + "/pending"))
        corpus = set(os.listdir(folder + "/corpus"))
        self.assertTrue(before or pending)
        time.sleep(0.5)
        self.assertEqual(set(os.listdir(folder + "/corpus")), corpus, "a child goes on")
        # So many inputs, not so much time: a busy machine does fewer in a second.
        report = self.fuzz("--plugin", plugin, *BARE, "--runs", "8000", "--call-seconds", "0.2", "--memory", "256", "--jobs", "2", status=1)
        self.assertLessEqual(before, set(self.files("overmatch-fuzz/findings")))
        self.assertLessEqual(corpus, set(os.listdir(folder + "/corpus")))
        self.assertEqual(self.files("overmatch-fuzz/pending"), [])
        endings = sorted(map(ending, report["violations"]))
        self.assertEqual(endings, ["crashed", "hung", "leaks"], report["violations"])
        # Each is saved once, whether it was filed before the kill, left pending by it, or found after it.
        saved = [violation["file"] for violation in report["violations"]]
        self.assertEqual(sorted(map(os.path.basename, saved)), self.files("overmatch-fuzz/findings"))
        self.assertEqual(len(set(saved)), 3)

    def command(self, *how):
        self.write("matcher.py", COMMAND)
        return ["--command", f"{PYTHON} matcher.py {' '.join(how)}", "--mode", "segment", *BARE, "--call-seconds", "0.2"]

    def test_a_command_right_and_wrong(self):
        right = self.fuzz(*self.command(), "--runs", "1500", "--jobs", "2", "--save", "right")
        self.assertEqual((right["violations"], right["cases"]), ([], 3000))
        wrong = self.fuzz(*self.command("wrong"), "--runs", "1500", status=1)
        first = wrong["violations"][0]
        self.assertEqual((first["property"], first["case"]["patterns"], first["case"]["modules"]), ("agreement", ["a"], ["aa"]))
        self.run_overmatch("repro", first["file"], *self.command("wrong")[:4], status=1)
        files = self.files("overmatch-fuzz/findings")
        again = self.fuzz(*self.command("wrong"), "--runs", "300", status=1)
        self.assertEqual(self.files("overmatch-fuzz/findings"), files)
        self.assertEqual({v["id"] for v in again["violations"]}, {v["id"] for v in wrong["violations"]})

    def test_a_command_that_crashes_and_hangs(self):
        report = self.fuzz(*self.command("odd"), "--time", "6", status=1)
        self.assertEqual({ending(v): v["case"]["patterns"] for v in report["violations"]}, {"crashed": ["A"], "hung": ["B"]})
        self.assertEqual(len(self.files("overmatch-fuzz/findings")), 2)

    def test_a_command_that_leaks(self):
        report = self.fuzz(*self.command("leaky"), "--runs", "300", status=1)
        self.assertEqual([ending(v) for v in report["violations"]], ["leaks"])

    def test_the_same_seed_finds_the_same(self):
        reports = [self.fuzz("--plugin", PLUGIN, *BARE, "--runs", "2000", "--save", name, "--seed", "5", status=1, planted="segment-dash-boundary")
                   for name in ["one", "two"]]
        self.assertEqual(*[[(v["id"], v["case"]) for v in report["violations"]] for report in reports])

    def test_refusals(self):
        self.refused("fuzz", says=["needs a subject"])
        self.refused("fuzz", "--builtin", "segment", "--in-process", says=["--in-process"])
        self.refused("fuzz", "--builtin", "segment", "--runs", "-1", says=["--runs"])
        self.write("file", "")
        self.refused("fuzz", "--builtin", "segment", *BARE, "--save", "file/x", says=["cannot write file/x: Not a directory"])


if __name__ == "__main__":
    unittest.main()
