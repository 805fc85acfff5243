# SPDX-License-Identifier: Apache-2.0
"""overmatch check, end to end."""

import json
import os
import re
import signal
import subprocess
import time
import unittest
import xml.etree.ElementTree

from support import BINARY, PLUGIN, QUICK, SOURCE, CommandTest

HISTORICAL = ["--builtin", "endswith", "--mode", "segment"]


class Check(CommandTest):
    def test_references_keep_every_property(self):
        for mode in ("endswith", "segment", "exact", "subtree", "regex"):
            with self.subTest(mode=mode):
                out, _ = self.run_overmatch("check", "--builtin", mode, *QUICK)
                self.assertIn("no violation", out)

    def test_historical_rule_on_flux(self):
        """The main job: real trees, the collision, the minimal case, where it was saved and how to replay it."""
        trees = os.path.join(SOURCE, "corpus/trees/flux1-dev-transformer.modules.txt.gz")
        out, _ = self.run_overmatch("check", *HISTORICAL, "--trees", trees, "--cases", "200", "--save", "found", status=1)
        self.assertIn("selects `aa` for the pattern `a`: overmatch, glued-prefix", out)
        self.assertIn("minimal: proved", out)
        self.assertIn("single_transformer_blocks.0.attn.norm_q", out)
        replay = next(line for line in out.splitlines() if line.strip().startswith("replay: "))
        self.run_overmatch(*replay.split("replay: overmatch ")[1].split(), status=1)

    def test_reports_are_the_approved_ones(self):
        """What people read, and what their CI shows. Set OVERMATCH_APPROVE=1 to accept new texts."""
        os.environ["SOURCE_DATE_EPOCH"] = "0"
        self.addCleanup(os.environ.pop, "SOURCE_DATE_EPOCH")
        out, _ = self.run_overmatch("check", *HISTORICAL, "--no-trees", "--no-corpus", "--cases", "500", "--seed", "1",
                                    "--junit", "r.xml", "--html", "r.html", status=1)
        replay, _ = self.run_overmatch("repro", "overmatch-cases", *HISTORICAL, status=1)
        page = re.sub(r"<style>.*</style>", "<style/>", self.read("r.html"), flags=re.DOTALL)
        for name, text in (("txt", out), ("replay.txt", replay), ("xml", self.read("r.xml")), ("html", page)):
            with self.subTest(report=name):
                path = os.path.join(SOURCE, "tests/cli/expected/historical_rule." + name)
                if os.environ.get("OVERMATCH_APPROVE"):
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(text)
                with open(path, encoding="utf-8") as file:
                    self.assertEqual(text, file.read())

    def test_same_seed_same_report(self):
        reports = [self.run_overmatch("check", *HISTORICAL, *QUICK, "--json", "-", "--seed", "5", status=1)[0] for _ in range(2)]
        self.assertEqual(*reports)

    def test_json_holds_what_the_design_names(self):
        report = self.check_json(*HISTORICAL, *QUICK, status=1)
        self.assertEqual(report["subject"], "endswith")
        self.assertEqual(report["mode"], "segment")
        self.assertEqual(report["seed"], 1)
        self.assertGreater(report["cases"], 200)
        first = report["violations"][0]
        self.assertEqual((first["property"], first["direction"], first["minimal"]), ("agreement", "overmatch", "proved"))
        self.assertEqual(first["case"]["patterns"], ["a"])
        self.assertEqual(first["case"]["modules"], ["aa"])
        self.assertTrue(os.path.exists(os.path.join(self.folder, first["file"])))
        self.assertEqual(self.check_json("--builtin", "exact", *QUICK)["violations"], [])

    def test_report_files(self):
        self.run_overmatch("check", *HISTORICAL, *QUICK, "--json", "r.json", "--junit", "r.xml", "--html", "r.html", status=1)
        with open(os.path.join(self.folder, "r.json"), encoding="utf-8") as file:
            self.assertTrue(json.load(file)["violations"])
        suites = xml.etree.ElementTree.parse(os.path.join(self.folder, "r.xml")).getroot()
        self.assertTrue(suites.findall(".//failure"))
        with open(os.path.join(self.folder, "r.html"), encoding="utf-8") as file:
            self.assertIn("glued-prefix", file.read())

    def test_accepted_differences_do_not_fail(self):
        accept = ["agreement/overmatch/glued-prefix", "agreement/overmatch/empty", "agreement/overmatch/separator"]
        options = [option for name in accept for option in ("--accept", name)]
        report = self.check_json(*HISTORICAL, *QUICK, *options)
        self.assertEqual(report["violations"], [])
        self.assertEqual(len(report["accepted"]), 3)
        self.check_json(*HISTORICAL, *QUICK, *options[:4], status=1)

    def test_one_property_alone(self):
        report = self.check_json(*HISTORICAL, *QUICK, "--property", "containment", status=1)
        self.assertEqual({violation["property"] for violation in report["violations"]}, {"containment"})
        self.check_json(*HISTORICAL, *QUICK, "--property", "determinism")

    def test_fatal_plugins_are_findings_with_a_saved_case(self):
        for name, word in (("segment-crash-on-root", "crashed"), ("segment-hang-on-empty-pattern", "hung")):
            with self.subTest(bug=name):
                out, _ = self.run_overmatch("check", "--plugin", PLUGIN, *QUICK, "--save", name, status=1, planted=name)
                self.assertIn(word, out)
                self.assertTrue(self.files(name))
                self.run_overmatch("repro", name, "--plugin", PLUGIN, status=1, planted=name)

    def test_ctrl_c_ends_with_the_report_so_far(self):
        running = subprocess.Popen([BINARY, "check", *HISTORICAL, "--no-trees", "--time", "100"], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(running.kill)
        time.sleep(3)
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=60)
        self.assertIn("endswith (segment)", out)
        self.assertIn("tried:", out)

    def test_trees_of_all_formats(self):
        self.write("list.txt", "model\nmodel.layers.0\nimg_model.layers.0\n")
        self.write("array.json", '["model.layers.0", "img_model.layers.0"]')
        self.write("model.safetensors.index.json", '{"weight_map": {"model.layers.0.weight": "a", "img_model.layers.0.weight": "a"}}')
        for name in ("list.txt", "array.json", "model.safetensors.index.json"):
            with self.subTest(file=name):
                out, _ = self.run_overmatch("check", *HISTORICAL, "--trees", name, "--cases", "10", status=1)
                self.assertIn("img_model.layers.0", out)


class Refusals(CommandTest):
    def test_command_lines(self):
        for arguments, says in (
            (["check", "--builtin", "sgment"], ["sgment", "segment"]),
            (["check", "--builtin", "segment", "--mode", "nearly"], ["nearly"]),
            (["check", "--builtin", "segment", "--property", "agrement"], ["agrement"]),
            (["check", "--builtin", "segment", "--trees", "none.txt"], ["none.txt"]),
            (["repro", "none.json", "--builtin", "segment"], ["none.json"]),
            (["shrink", "none.json", "--builtin", "segment"], ["none.json"]),
            (["generate", "--mode", "nearly"], ["nearly"]),
        ):
            with self.subTest(arguments=arguments):
                self.refused(*arguments, says=says)

    def test_options_and_verbs(self):
        for arguments in (["check", "--nonsense"], ["frobnicate"], []):
            with self.subTest(arguments=arguments):
                done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, 2, done.stderr)

    def test_trees(self):
        for text, says in (
            ("a\na\n", ["tree.txt", "2", "a"]),
            ("a\nb..c\n", ["tree.txt", "2", "b..c"]),
            (b"a\n\xff\n", ["tree.txt", "2", "UTF-8"]),
        ):
            with self.subTest(text=text):
                self.write("tree.txt", text)
                self.refused("check", "--builtin", "segment", "--trees", "tree.txt", says=says)

    def test_cases(self):
        for text, says in (
            ("{", ["case.json"]),
            ('{"overmatch": 1, "mode": "nearly", "patterns": [], "modules": []}', ["case.json", "nearly"]),
            ('{"overmatch": 3, "mode": "exact", "patterns": [], "modules": []}', ["case.json", "3"]),
            ('{"overmatch": 1, "mode": "exact", "patterns": "a", "modules": []}', ["case.json", "patterns"]),
        ):
            with self.subTest(text=text):
                self.write("case.json", text)
                self.refused("repro", "case.json", "--builtin", "exact", says=says)

    def test_plugins_that_cannot_be_started(self):
        self.write("not.so", "text")
        self.refused("check", "--plugin", "./none.so", says=["none.so"], status=3)
        self.refused("check", "--plugin", "./not.so", says=["not.so"], status=3)


if __name__ == "__main__":
    unittest.main()
