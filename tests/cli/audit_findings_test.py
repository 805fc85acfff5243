# SPDX-License-Identifier: Apache-2.0
"""docs/audit-findings.md has every kind of finding, and its sessions are what the program prints; `--tree-before` end to end."""

import os
import re
import subprocess
import unittest

from audit_case import AuditCase, tree
from pages import first_missing
from support import BINARY, SOURCE

PAGE = os.path.join(SOURCE, "docs/audit-findings.md")
OLD = "language_model.model.layers.0.mlp"


class Page(AuditCase):
    def setUp(self):
        super().setUp()
        with open(PAGE, encoding="utf-8") as file:
            self.page = file.read()

    def test_every_kind_has_a_chapter(self):
        self.write("tree.txt", "a\nb\n")
        self.run_overmatch("audit", "--tree", "tree.txt", "--mode", "exact", "--pattern", "a", "--label", "x", "--order", "first", "--sarif", "out.sarif")
        with open(os.path.join(self.folder, "out.sarif"), encoding="utf-8") as file:
            kinds = re.findall(r'"id": "([a-z-]+)"', file.read())
        self.assertIn("layout", kinds)
        self.assertIn("dead", kinds)
        self.assertEqual(re.findall(r"(?m)^## (.*)$", self.page), kinds)
        self.assertEqual(re.findall(r"(?m)^\| \[`([a-z-]+)`\]\(#\1\)", self.page), kinds)

    def test_every_session(self):
        blocks = re.findall(r"```console\n\$ overmatch (.*?)\n(.*?)```", self.page, re.DOTALL)
        self.assertGreater(len(blocks), 5)
        for command, shown in blocks:
            with self.subTest(command=command):
                done = subprocess.run(["sh", "-c", f"'{BINARY}' {command}"], cwd=SOURCE, capture_output=True, text=True, timeout=300)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                self.assertIsNone(first_missing(shown.splitlines(), done.stdout), done.stdout)
                self.assertIsNotNone(first_missing([line.replace("1. ", "7. ") for line in shown.splitlines()], done.stdout))


class TreeBefore(AuditCase):
    def test_translates_and_compares(self):
        both = ("--tree", tree("llava-1.5-7b"), "--tree-before", tree("llava-1.5-7b.tf4.47"), "--mode", "exact")
        (finding,) = self.audit_json(*both, "--pattern", OLD)["findings"]
        self.assertEqual(finding["kind"], "layout")
        self.assertEqual([each["pattern"] for each in finding["advice"]], ["model.language_model.layers.0.mlp"])
        report = self.audit_json(*both, "--pattern", "model.language_model.layers.0.mlp", "--pattern", "lm_head")
        self.assertEqual({each["kind"] for each in report["findings"]}, {"layout"})
        self.assertIn("1 module more than in the earlier tree", report["findings"][0]["why"])
        same = ("--tree", tree("qwen3-8b"), "--tree-before", tree("qwen3-8b"), "--mode", "segment", "--pattern", "q_proj")
        self.assertEqual(self.audit_json(*same, status=0)["findings"], [])

    def test_peft(self):
        self.write("c.json", '{"peft_type": "LORA", "target_modules": ["%s.up_proj"]}' % OLD)
        report = self.audit_json("--tree", tree("llava-1.5-7b"), "--tree-before", tree("llava-1.5-7b.tf4.47"), "--peft", "c.json")
        self.assertIn("layout", {each["kind"] for each in report["findings"]})

    def test_refusals(self):
        self.write("tree.txt", "a\nb\n")
        self.refused("audit", "--tree", "tree.txt", "--tree-before", "tree.txt", says=["--tree-before needs patterns"])
        self.refused("audit", "--tree", "-", "--tree-before", "-", "--mode", "exact", "--pattern", "a", says=["standard input"])
        self.refused("audit", "--tree", "tree.txt", "--tree-before", "none.txt", "--mode", "exact", "--pattern", "a", says=["none.txt"])


if __name__ == "__main__":
    unittest.main()
