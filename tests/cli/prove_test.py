# SPDX-License-Identifier: Apache-2.0
"""overmatch prove and its regex clinic, end to end."""

import json
import os
import unittest

from support import CommandTest

ORIGIN = "model.layers.0.xxxx"


class Prove(CommandTest):
    def prove(self, *arguments, status):
        out, err = self.run_overmatch("prove", *arguments, status=status)
        self.assertEqual(err, "")
        return out

    def prove_json(self, *arguments, status):
        return json.loads(self.prove(*arguments, "--json", "-", status=status))

    def test_the_origin(self):
        out = self.prove("--mode", "endswith", "--pattern", ORIGIN, "--intended", "model", status=1)
        self.assertTrue(out.startswith("refuted"), out)
        self.assertIn("`amodel.layers.0.xxxx`", out)
        self.assertIn("20 characters  63\n", out)
        out = self.prove("--mode", "exact", "--pattern", ORIGIN, "--intended", "model", status=0)
        self.assertTrue(out.startswith("proved"), out)

    def test_json_of_each_verdict(self):
        refuted = self.prove_json("--mode", "endswith", "--pattern", ORIGIN, "--intended", "model", status=1)
        self.assertEqual(refuted["verdict"], "refuted")
        self.assertEqual(refuted["witness"], "amodel.layers.0.xxxx")
        self.assertIn("outside of the subtree of `model`", refuted["why"])
        self.assertEqual(refuted["intended"], "model")
        self.assertEqual(refuted["selected_by"], {"first": True, "second": False})
        self.assertEqual(refuted["extent"]["by_length"][0], {"length": 20, "names": 63, "or_more": False})
        self.assertEqual(len(refuted["extent"]["shortest"]), 10)
        self.assertTrue(all(name.endswith(ORIGIN) for name in refuted["extent"]["shortest"]))
        proved = self.prove_json("--mode", "subtree", "--pattern", "model.layers", "--intended", "model", status=0)
        self.assertEqual((proved["verdict"], proved["witness"]), ("proved", None))
        undecided = self.prove_json("--mode", "regex", "--pattern", r"(a)\1", "--intended", "a", status=4)
        self.assertEqual((undecided["verdict"], undecided["witness"]), ("undecided", None))
        self.assertIn("back-reference", undecided["why"])

    def test_claims(self):
        rows = [
            (("--mode", "segment", "--pattern", "q_proj", "--disjoint", "v_proj"), 0, None),
            (("--mode", "segment", "--pattern", "q", "--disjoint", "a", "--mode-b", "subtree"), 1, "a.q"),
            (("--mode", "endswith", "--pattern", "q_proj", "--within", "proj"), 0, None),
            (("--mode", "endswith", "--pattern", "q_proj", "--includes", "proj"), 1, "proj"),
            (("--mode", "endswith", "--pattern", "proj", "--includes", "q_proj", "--includes", "v_proj"), 0, None),
            (("--mode", "regex", "--pattern", "[ab]", "--same-as", "b|a"), 0, None),
            (("--mode", "regex", "--pattern", r"a\.b", "--same-as", "a.b", "--mode-b", "exact"), 0, None),
            (("--mode", "segment", "--pattern", "q", "--mode-b", "endswith"), 1, "aq"),
            (("--mode", "segment", "--pattern", "", "--mode-b", "exact"), 0, None),
            (("--mode", "endswith", "--pattern", "", "--intended", ""), 0, None),
            (("--mode", "exact", "--pattern", "a", "--pattern", "b", "--intended", "a"), 1, "b"),
            (("--mode", "regex", "--pattern", "^(?!.*visual).*q$", "--disjoint", "visual", "--mode-b", "subtree"), 0, None),
            (("--mode", "exact", "--pattern", "é", "--within", ".", "--mode-b", "regex"), 0, None),
        ]
        for arguments, status, witness in rows:
            with self.subTest(arguments=arguments):
                self.assertEqual(self.prove_json(*arguments, status=status)["witness"], witness)

    def test_names_without_control_characters(self):
        claim = ("--mode", "regex", "--pattern", r"(.*\.)?q", "--same-as", "q", "--mode-b", "segment")
        self.assertEqual(self.prove_json(*claim, status=1)["witness"], "\n.q")
        report = self.prove_json(*claim, "--visible", status=0)
        self.assertEqual(report["names"], "without control characters")
        self.assertIn("without control characters", report["why"])

    def test_counts_of_names_with_other_characters(self):
        out = self.prove("--mode", "exact", "--pattern=-x", "--intended", "a", status=1)
        self.assertIn("they need other characters", out)
        out = self.prove("--mode", "exact", "--pattern", "ab", "--pattern", "abcd", "--intended", "a", status=1)
        self.assertIn("2 characters  1\n           3 characters  0\n           4 characters  1\n\n", out)

    def test_limits_are_undecided(self):
        out = self.prove("--mode", "regex", "--pattern", ".*a.{9}", "--same-as", ".*a.{8}b", "--states", "50", status=4)
        self.assertTrue(out.startswith("undecided"), out)
        self.assertIn("more than 50 states", out)

    def test_a_leading_look_ahead(self):
        out = self.prove("--mode", "regex", "--pattern", "(?=model).*m.*", "--within", "zzz", status=1)
        self.assertTrue(out.startswith("refuted"), out)
        self.assertIn("`model`", out)
        self.prove("--mode", "regex", "--pattern", "(?=model).*m.*", "--within", "model.*", status=0)
        self.run_overmatch("prove", "--clinic", "(?=model).*m.*", status=1)

    def test_a_thousand_alternatives(self):
        regex = "|".join(rf"model\.layers\.{layer}\.self_attn\.q_proj" for layer in range(1000))
        out = self.prove("--mode", "regex", "--pattern", regex, "--intended", "model.layers", status=0)
        self.assertTrue(out.startswith("proved"), out)
        self.assertLess(len(out), 2000)
        out = self.prove("--mode", "regex", "--pattern", regex, "--intended", "model.layers.7", status=1)
        self.assertIn("`model.layers.0.self_attn.q_proj`", out)

    def test_json_goes_to_a_file_too(self):
        out = self.prove("--mode", "exact", "--pattern", "a", "--intended", "a", "--json", "proof.json", status=0)
        self.assertIn("proved", out)
        with open(os.path.join(self.folder, "proof.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["verdict"], "proved")

    def test_the_same_twice(self):
        arguments = ("--mode", "regex", "--pattern", r"(\w+\.)*q", "--pattern", "(?i)é", "--intended", "a")
        self.assertEqual(self.prove(*arguments, status=1), self.prove(*arguments, status=1))

    def test_refusals(self):
        claim = ("--intended", "model")
        rows = [
            (("--pattern", "a", *claim), ["--mode"]),
            (("--mode", "exact", *claim), ["--pattern"]),
            (("--mode", "exact", "--pattern", "a"), ["claim", "--intended"]),
            (("--mode", "globbing", "--pattern", "a", *claim), ["unknown mode", "globbing"]),
            (("--mode", "exact", "--pattern", "a", *claim, "--within", "b"), ["one claim"]),
            (("--mode", "exact", "--pattern", "a", *claim, "--mode-b", "regex"), ["--mode-b"]),
            (("--mode", "exact", "--pattern", "a", "--intended", "a..b"), ["a..b", "empty segment"]),
            (("--mode", "exact", "--pattern", "a", "--intended", "a", "--intended", "b"), ["--intended"]),
            (("--mode", "regex", "--pattern", "a(", *claim), ['"a("', "does not compile"]),
            (("--mode", "exact", "--pattern", "a", *claim, "--states", "0"), ["--states"]),
            (("--clinic", "a("), ["does not compile"]),
            (("--clinic", "a", "--mode", "regex"), ["--clinic"]),
            (("--mode", "exact", "--pattern", "a", *claim, "--json", "no/such/folder.json"), ["no/such/folder.json"]),
        ]
        for arguments, says in rows:
            with self.subTest(arguments=arguments):
                if "no/such/folder.json" in says:  # found out after the proof was told
                    _, err = self.run_overmatch("prove", *arguments, status=2)
                    self.assertIn(says[0], err)
                else:
                    self.refused("prove", *arguments, says=says)


class Clinic(CommandTest):
    def test_findings_and_corrections(self):
        rows = [
            (r"model.layers\.0", "unescaped-dot", "modelalayers.0", r"model\.layers\.0"),
            (".*q_proj", "open-start", "aq_proj", r"(?:.*\.)?q_proj"),
            (r"layers\.1.*", "open-end", "layers.1a", r"layers\.1(?:\..*)?"),
            (r".*\.q|v", "ungrouped-alternation", "v", r".*\.(?:q|v)"),
        ]
        for regex, kind, witness, corrected in rows:
            with self.subTest(regex=regex):
                out, _ = self.run_overmatch("prove", "--clinic", regex, "--json", "-", status=1)
                report = json.loads(out)
                self.assertEqual(report["verdict"], "refuted")
                self.assertEqual(report["witness"], witness)
                finding = next(one for one in report["findings"] if one["kind"] == kind)
                self.assertEqual(finding["severity"], "warning")
                self.assertEqual(finding["witness"], witness)
                self.assertEqual(finding["corrected"], corrected)
                text, _ = self.run_overmatch("prove", "--clinic", regex, status=1)
                self.assertIn(f"'{corrected}'", text)

    def test_notes_alone_are_no_finding(self):
        out, _ = self.run_overmatch("prove", "--clinic", r"model\..*\.q_proj")
        self.assertIn("note border", out)
        self.assertIn("fullmatch and search: differ first on", out)
        self.assertIn("no warnings", out)

    def test_what_is_not_regular_is_undecided(self):
        out, _ = self.run_overmatch("prove", "--clinic", r"(a)\1", status=4)
        self.assertIn("back-reference", out)


if __name__ == "__main__":
    unittest.main()
