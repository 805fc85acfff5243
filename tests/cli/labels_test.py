# SPDX-License-Identifier: Apache-2.0
"""Lists with labels, end to end: check, repro, shrink and generate with --order."""

import json
import os
import unittest

from support import PLUGIN, QUICK, CommandTest

RANDOM = ["--random-only", *QUICK]
LABELLED = ["--plugin", os.environ["OVERMATCH_LABELLED_PLUGIN"]]

# A matcher of mode `substring`; MISTAKE is "" or what makes it wrong.
PROGRAM = """
import json, sys
mistake = {mistake!r}
for line in sys.stdin:
    question = json.loads(line)
    patterns, modules = question["patterns"], question["modules"]
    if "labels" not in question:
        selected = [at for at, path in enumerate(modules) if any(pattern in path for pattern in patterns)]
        print(json.dumps({{"id": question["id"], "selected": selected}}), flush=True)
        continue
    entries = list(zip(patterns, question["labels"]))
    if question["order"] == "last":
        entries.reverse()
    if mistake == "skips null":
        entries = [(pattern, label) for pattern, label in entries if label is not None]
    labels = [next((label for pattern, label in entries if pattern in path), None) for path in modules]
    if mistake == "unknown label":
        labels = [label and "other" for label in labels]
    if mistake == "too few":
        labels = labels[1:]
    print(json.dumps({{"id": question["id"], "labels": labels}}), flush=True)
"""


class Labels(CommandTest):
    def command(self, mistake=""):
        self.write("matcher.py", PROGRAM.format(mistake=mistake))
        return ["--command", "python3 -B matcher.py", "--mode", "substring"]

    def test_references_keep_every_property(self):
        for mode, order in (("segment", "first"), ("glob", "last")):
            with self.subTest(mode, order=order):
                out, _ = self.run_overmatch("check", "--builtin", mode, "--order", order, "--verbose", *QUICK)
                self.assertIn("no violation", out)
                for name in ("concatenation", "dead-entry", "commuting", "null-entry", "opaque-labels", "repeats"):
                    self.assertRegex(out, rf"{name} +[1-9]")

    def test_plain_run_does_not_speak_of_labels(self):
        out, _ = self.run_overmatch("check", "--builtin", "segment", "--verbose", *QUICK)
        self.assertNotIn("null-entry", out)

    def test_bug_is_found_saved_replayed_and_shrunk(self):
        planted = "substring-list-null-is-skipped"
        out, _ = self.run_overmatch("check", *LABELLED, "--order", "first", *QUICK, planted=planted, status=1)
        self.assertIn("mode substring, order first, 2 patterns", out)
        self.assertIn("the subject gives A", out)
        self.assertRegex(out, r"(?m)^1\. gives .* the label A; entry 1 \(null\) decides there: overmatch$")
        self.assertIn("minimal: proved", out)
        case = json.loads(self.read(os.path.join("overmatch-cases", self.files("overmatch-cases")[0])))
        self.assertEqual((case["overmatch"], case["order"]), (2, "first"))
        self.assertEqual(len(case["labels"]), len(case["patterns"]))
        self.run_overmatch("repro", "overmatch-cases", *LABELLED, planted=planted, status=1)
        self.run_overmatch("repro", "overmatch-cases")
        self.write("case.json", json.dumps({
            "overmatch": 2, "mode": "substring", "order": "first", "patterns": ["lm_head", "norm", "head"], "labels": [None, "int4", "int8"],
            "modules": ["lm_head", "norm"]}))
        out, _ = self.run_overmatch("shrink", "case.json", *LABELLED, "--save", "small", planted=planted, status=1)
        small = json.loads(self.read(os.path.join("small", self.files("small")[0])))
        self.assertEqual((small["patterns"], small["labels"], small["modules"]), (["", ""], [None, "A"], [""]))

    def test_correct_one_is_not_accused(self):
        out, _ = self.run_overmatch("check", *LABELLED, "--order", "last", *QUICK, planted="segment-list-correct-overwrites")
        self.assertIn("no violation", out)

    def test_commands_answer_labels(self):
        out, _ = self.run_overmatch("check", *self.command(), "--order", "last", *RANDOM)
        self.assertIn("no violation", out)
        for mistake, says in (("skips null", "the subject gives A"), ("unknown label", "which no entry has"), ("too few", "labels for")):
            with self.subTest(mistake):
                out, _ = self.run_overmatch("check", *self.command(mistake), "--order", "first", *RANDOM, status=1)
                self.assertIn(says, out)

    def test_subjects_of_other_lists_are_refused(self):
        self.refused("check", "--plugin", PLUGIN, "--order", "first", planted="segment-dash-boundary", says=["no lists with labels"])
        self.refused("check", "--builtin", "fast-segment", "--order", "first", says=["no lists with labels"])
        self.refused("check", *LABELLED, planted="segment-list-correct-runs", says=["no plain lists", "--order first"])
        self.refused("check", "--builtin", "segment", "--order", "frist", says=["frist", "first or last"])

    def test_generated_cases_have_labels(self):
        out, _ = self.run_overmatch("generate", "--mode", "search", "--order", "first", "--count", "50")
        cases = [json.loads(line) for line in out.splitlines()]
        self.assertTrue(all(len(case["labels"]) == len(case["patterns"]) for case in cases))
        self.assertTrue(any("order" in case["about"]["kinds"] for case in cases))
        self.assertTrue(any(None in case["labels"] for case in cases))


if __name__ == "__main__":
    unittest.main()
