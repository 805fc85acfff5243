# SPDX-License-Identifier: Apache-2.0
"""Replaying folders, what a report for others holds, and checks that try too little, end to end."""

import json
import os
import re
import subprocess
import unittest

from support import BINARY, PLUGIN, PYTHON, QUICK, SOURCE, CommandTest

HISTORICAL = ["--builtin", "endswith", "--mode", "segment"]
ORIGIN = {"overmatch": 1, "mode": "segment", "patterns": ["model.layers.0"], "modules": ["model.layers.0", "img_model.layers.0"],
          "about": {"title": "the image tower is trained too", "source": "huggingface/peft#1917"}}
SLOW = f"{PYTHON} {os.path.join(SOURCE, 'tests/cli/slow_matcher.py')}"


class Folders(CommandTest):
    """What repro does with folders: no cases, cases that do not fit, known findings."""

    def save(self, name, **members):
        os.makedirs(os.path.join(self.folder, "cases"), exist_ok=True)
        return self.write("cases/" + name, json.dumps(dict(ORIGIN, **members)))

    def test_no_cases_pass(self):
        for command in (["--builtin", "segment"], ["--command", "false"], []):
            with self.subTest(subject=command):
                out, _ = self.run_overmatch("repro", "overmatch-cases", *command)
                self.assertIn("0 cases, nothing to replay", out)
                self.assertIn("overmatch-cases: no such folder", out)
        os.mkdir(os.path.join(self.folder, "empty"))
        out, _ = self.run_overmatch("repro", "empty", "--builtin", "segment", "--junit", "r.xml")
        self.assertIn("0 cases, nothing to replay", out)
        self.assertNotIn("<error", self.read("r.xml"))
        self.refused("repro", "other", "--builtin", "segment", says=["other: no such file or folder"])
        out, _ = self.run_overmatch("repro", "other", "--builtin", "segment", "--allow-empty")
        self.assertIn("other: no such folder", out)

    def test_pruning_the_last_case_leaves_a_folder_that_passes(self):
        self.save("one.json")
        self.run_overmatch("repro", "cases", "--builtin", "segment", "--prune")
        self.assertEqual(self.files("cases"), [])
        self.run_overmatch("repro", "cases", "--builtin", "segment", "--prune")

    def test_what_does_not_fit_is_left_out_of_a_folder_and_refused_by_name(self):
        labelled = {"order": "first", "labels": ["A"], "overmatch": 2}
        self.save("a.json", **labelled)
        self.save("b.json", mode="exact")
        self.refused("repro", "cases", "--plugin", PLUGIN, planted="segment-underscore-boundary", says=["cases/a.json", "no other case fits"])
        self.save("c.json")
        out, _ = self.run_overmatch("repro", "cases", "--plugin", PLUGIN, planted="segment-underscore-boundary", status=1)
        self.assertIn("left out: 1 case of modes other than segment", out)
        self.assertIn("left out: 1 case of lists that the subject does not take", out)
        self.assertIn("1 case: 0 fixed, 1 failed, 0 errors", out)
        for name, says in (("a.json", "reads no lists with labels"), ("b.json", "the case is of mode exact, the subject of mode segment")):
            self.refused("repro", "cases/" + name, "--plugin", PLUGIN, planted="segment-underscore-boundary", says=[name, says])

    def test_without_a_subject_nothing_is_fixed(self):
        self.save("one.json")
        out, _ = self.run_overmatch("repro", "cases")
        self.assertIn("   PASSED  cases/one.json\n   1 case: 1 passed on the reference, 0 failed, 0 errors\n", out)
        self.assertIn("give --builtin, --plugin or --command", out)
        self.assertNotIn("FIXED", out)
        out, _ = self.run_overmatch("repro", "cases", "--builtin", "segment")
        self.assertIn("   FIXED   cases/one.json\n   1 case: 1 fixed, 0 failed, 0 errors\n", out)
        self.assertNotIn("PASSED", out)

    def test_the_baseline_of_check_is_that_of_repro(self):
        self.run_overmatch("check", *HISTORICAL, *QUICK, "--baseline", "known.json", "--update-baseline")
        self.save("one.json")
        out, _ = self.run_overmatch("repro", "cases", *HISTORICAL, "--baseline", "known.json")
        self.assertIn("   KNOWN   cases/one.json", out)
        self.assertIn("accepted as known:", out)
        self.write("none.json", '{"overmatch_baseline": 1, "findings": []}')
        self.run_overmatch("repro", "cases", *HISTORICAL, "--baseline", "none.json", status=1)
        self.refused("repro", "cases", "--baseline", "known.json", says=["--baseline needs a subject"])

    def test_a_replayed_file_is_not_called_saved(self):
        self.save("one.json")
        out, _ = self.run_overmatch("repro", "cases", *HISTORICAL, status=1)
        self.assertIn("   case: cases/one.json\n", out)
        self.assertNotIn("saved:", out)


class Pasted(CommandTest):
    """What goes into a bug report."""

    def test_shrink_saves_one_case_for_a_mistake(self):
        self.write("origin.json", json.dumps(ORIGIN))
        out, _ = self.run_overmatch("shrink", "origin.json", *HISTORICAL, "--save", "smaller", status=1)
        (name,) = self.files("smaller")
        about = json.loads(self.read("smaller/" + name))["about"]
        self.assertEqual(about["shrunk_from"], {"patterns": ORIGIN["patterns"], "modules": ORIGIN["modules"], "title": ORIGIN["about"]["title"]})
        self.assertEqual(about["source"], "huggingface/peft#1917")
        self.assertIn("likely the same mistake", out)
        # The line to replay holds the case: it works where the file is not.
        line = next(line for line in out.splitlines() if "replay: " in line).split("replay: ")[1]
        self.assertNotIn("smaller/", line)
        os.remove(os.path.join(self.folder, "smaller", name))
        done = subprocess.run(["sh", "-c", line], env=dict(os.environ, PATH=os.path.dirname(BINARY) + ":" + os.environ["PATH"]),
                              cwd=self.folder, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("`aa` for the pattern `a`", done.stdout)

    def test_all_shows_what_each_property_asks(self):
        self.write("origin.json", json.dumps(ORIGIN))
        out, _ = self.run_overmatch("shrink", "origin.json", *HISTORICAL, "--save", "smaller", "--all", status=1)
        self.assertGreater(len(self.files("smaller")), 1)
        for part in re.split(r"(?m)^(?=\d+\. )", out)[1:]:
            self.assertRegex(part, r"(?m)^ +X +\S+ +OVERMATCH", part)  # every drawing shows what is wrong

    def test_markdown_holds_the_case(self):
        self.write("origin.json", json.dumps(ORIGIN))
        for verb, more in (("shrink", ["--save", "smaller"]), ("repro", [])):
            out, _ = self.run_overmatch(verb, "origin.json", *HISTORICAL, *more, "--format", "markdown", status=1)
            case = json.loads(re.search(r"(?s)```json\n(.*?)```", out)[1])
            self.assertEqual(case["mode"], "segment")
            self.assertIn("printf %s ", out)


class TooLittle(CommandTest):
    """A check without findings passes only if it tried enough."""

    def test_a_check_that_tried_almost_nothing_is_incomplete(self):
        report = self.check_json("--command", f"{SLOW} segment 0.05", "--mode", "segment", status=4)
        self.assertEqual((report["incomplete"], report["complete"], report["violations"]), (True, False, []))
        self.assertGreater(report["statistics"]["untried"]["corpus"], 0)
        out, _ = self.run_overmatch("check", "--command", f"{SLOW} segment 0.05", "--mode", "segment", status=4)
        self.assertIn("incomplete, nothing found so far", out)
        self.assertIn("too little to pass: the saved cases and 100 others", out)

    def test_what_is_asked_for_is_enough(self):
        self.check_json("--command", f"{SLOW} segment 0.002", "--mode", "segment", "--no-corpus", "--no-trees", "--random-only", "--cases", "2")
        self.check_json("--command", f"{SLOW} segment 0", "--mode", "segment", "--no-corpus", "--no-trees", "--random-only", "--time", "0.2")


class FirstAnswer(CommandTest):
    def test_a_command_that_keeps_one_waiting_is_named(self):
        running = subprocess.Popen([BINARY, "check", "--command", "sleep 100", "--mode", "exact"], cwd=self.folder, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(running.wait)
        self.addCleanup(running.kill)
        self.addCleanup(running.stdout.close)
        self.addCleanup(running.stderr.close)
        self.assertIn("waiting for the first answer of sleep 100", running.stderr.readline())

    def test_one_that_reads_only_labels_is_told_of_the_order(self):
        self.write("program.py", "import json, sys\nfor line in sys.stdin:\n    question = json.loads(line)\n    if 'start' in question: continue\n"
                   "    print(json.dumps({'id': question['id'], 'labels': [None for _ in question['modules'] if question['labels']]}), flush=True)\n")
        self.refused("check", "--command", f"{PYTHON} program.py", "--mode", "exact", status=3, says=["KeyError", "--order first or last"])
        self.refused("check", "--command", f"{PYTHON} missing.py", "--mode", "exact", status=3, says=["missing.py"])
        _, err = self.run_overmatch("check", "--command", f"{PYTHON} missing.py", "--mode", "exact", status=3)
        self.assertNotIn("--order", err)


if __name__ == "__main__":
    unittest.main()
