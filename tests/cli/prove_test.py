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
            (("--mode", "prefix", "--pattern", "model.layers.1", "--intended", "model.layers.1"), 1, "model.layers.1a"),
            (("--mode", "prefix", "--pattern", "a", "--mode-b", "subtree"), 1, "aa"),
            (("--mode", "substring", "--pattern", "q", "--mode-b", "run"), 1, "aq"),
            (("--mode", "run", "--pattern", "a.b", "--includes", "a.b", "--mode-b", "segment"), 0, None),
            (("--mode", "glob", "--pattern", "*.q", "--within", "q", "--mode-b", "segment"), 0, None),
            (("--mode", "path-glob", "--pattern", "a.*", "--mode-b", "glob"), 1, "a.a.a"),
            (("--mode", "match", "--pattern", "a$", "--same-as", "a", "--mode-b", "exact"), 1, "a\n"),
            (("--mode", "search", "--pattern", "^a", "--same-as", "a", "--mode-b", "prefix"), 0, None),
            (("--mode", "search", "--pattern", r"layers\.1", "--disjoint", "layers.10", "--mode-b", "substring"), 1, "layers.10"),
        ]
        for arguments, status, witness in rows:
            with self.subTest(arguments=arguments):
                self.assertEqual(self.prove_json(*arguments, status=status)["witness"], witness)

    def test_names_without_control_characters(self):
        statement = ("--mode", "regex", "--pattern", r"(.*\.)?q", "--same-as", "q", "--mode-b", "segment")
        self.assertEqual(self.prove_json(*statement, status=1)["witness"], "\n.q")
        report = self.prove_json(*statement, "--visible", status=0)
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
        self.run_overmatch("prove", "--clinic", "(?=model).*m.*", status=0)

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

    LIST = ("--mode", "search", "--order", "first", "--pattern", "lm_head", "--label", "null", "--pattern", "mlp", "--label", "int4",
            "--pattern", "proj", "--label", "int8")

    def test_statements_about_lists_with_labels(self):
        more = ("--pattern", "q_proj", "--label", "int2")
        same = ("--same-as", "lm_head", "--label-b", "null", "--same-as", "mlp", "--label-b", "int4")
        torchao = ("--mode", "torchao", "--pattern", "re:.*proj", "--label", "int8", "--pattern", "a.proj", "--label", "x")
        modelopt = ("--mode", "modelopt", "--pattern", "*.q", "--label", "a", "--pattern", "*", "--label", "b")
        gptqmodel = ("--mode", "gptqmodel", "--pattern", "-:lm", "--pattern", "lm_head")
        rows = [
            ((*self.LIST, "--dead", "3"), 1, "proj"),
            ((*self.LIST, *more, "--dead", "4"), 0, None),
            ((*self.LIST, "--no-overlap", "2", "3"), 1, "mlproj"),
            (("--mode", "exact", "--pattern", "a", "--pattern", "b", "--no-overlap", "1", "2"), 0, None),
            ((*self.LIST, "--swap", "2"), 1, "mlproj"),
            ((*self.LIST, *more, "--swap", "3"), 1, "q_proj"),
            ((*self.LIST[:11], "null", *self.LIST[12:], "--swap", "1"), 0, None),
            ((*self.LIST, "--only", "int4", "--within", "mlp"), 0, None),
            ((*self.LIST, "--only", "int4", "--intended", "mlp"), 1, "amlp"),
            ((*self.LIST, "--only", "null", "--within", "head"), 0, None),
            ((*self.LIST, "--disjoint", "lm_head"), 0, None),
            ((*self.LIST, *same, "--same-as", "proj", "--label-b", "int8"), 0, None),
            ((*self.LIST, *same, "--same-as", "proj", "--label-b", "int4"), 1, "proj"),
            ((*self.LIST, *same, "--same-as", "proj", "--label-b", "int8", "--order-b", "last"), 1, "mlproj"),
            ((*torchao, "--swap", "1"), 0, None),
            ((*torchao, "--dead", "2"), 1, "a.proj"),
            ((*modelopt, "--dead", "1"), 0, None),
            ((*modelopt, "--mode-b", "dtensor"), 1, "a.a"),
            ((*gptqmodel, "--dead", "2"), 0, None),
            ((*gptqmodel, "--no-overlap", "1", "2"), 1, "lm_head"),
        ]
        for arguments, status, witness in rows:
            with self.subTest(arguments=arguments):
                self.assertEqual(self.prove_json(*arguments, status=status)["witness"], witness)

    def test_what_a_witness_is_given(self):
        refuted = self.prove_json(*self.LIST, "--swap", "2", status=1)
        self.assertEqual((refuted["statement"], refuted["entries"]), ("swap", [2, 3]))
        self.assertEqual(refuted["first"]["labels"], [None, "int4", "int8"])
        self.assertEqual(refuted["given_by"]["first"], {"label": "int4", "entry": 2, "pattern": "mlp"})
        self.assertEqual(refuted["given_by"]["second"]["label"], "int8")
        self.assertIn('gets "int4" of entry 2, "mlp", and "int8" when they are swapped', refuted["why"])
        undecided = self.prove_json("--mode", "search", "--order", "last", "--pattern", r"(a)\1", "--label", "x", "--dead", "1", status=4)
        self.assertIn("back-reference", undecided["why"])

    def test_refusals_of_labels(self):
        one = ("--mode", "exact", "--pattern", "a")
        first = ("--order", "first", "--label", "x")
        rows = [
            ((*one, "--label", "x", "--dead", "1"), ["--label needs --order first or --order last"]),
            ((*one, "--order", "last", "--intended", "a"), ["--order last needs labels"]),
            ((*one, *first, "--label", "y", "--dead", "1"), ["got 2 --label for 1 --pattern"]),
            ((*one, "--dead", "1"), ["--dead needs a list with labels"]),
            ((*one, "--swap", "1"), ["--swap needs a list with labels"]),
            ((*one, *first, "--dead", "2"), ["no pattern 2 of 1"]),
            ((*one, *first, "--swap", "1"), ["no pattern 2 of 1"]),
            ((*one, *first, "--no-overlap", "1", "1"), ["two different patterns"]),
            ((*one, *first, "--only", "y", "--intended", "a"), ['"y"', "no pattern has this label"]),
            ((*one, *first, "--only", "x", "--dead", "1"), ["--only"]),
            ((*one, *first, "--dead", "1", "--mode-b", "regex"), ["--mode-b"]),
            ((*one, *first, "--dead", "1", "--swap", "1"), ["one statement"]),
            ((*one, *first, "--same-as", "b"), ["--label-b"]),
            (("--mode", "torchao", "--pattern", "a", "--order", "last", "--label", "x", "--dead", "1"), ["the order of torchao is first"]),
            (("--mode", "nncf", "--pattern", "a", "--label", "x", "--dead", "1"), ["nncf reads lists without labels"]),
            (("--clinic", "a", "--order", "first"), ["--clinic"]),
        ]
        for arguments, says in rows:
            with self.subTest(arguments=arguments):
                self.refused("prove", *arguments, says=says)

    def test_refusals(self):
        statement = ("--intended", "model")
        rows = [
            (("--pattern", "a", *statement), ["--mode"]),
            (("--mode", "exact", *statement), ["--pattern"]),
            (("--mode", "exact", "--pattern", "a"), ["needs a statement", "--intended"]),
            (("--mode", "globbing", "--pattern", "a", *statement), ["unknown mode", "globbing", "nncf, dtensor or peft-targets"]),
            (("--mode", "path_glob", "--pattern", "a", *statement), ["did you mean path-glob?"]),
            (("--mode", "exact", "--pattern", "a", *statement, "--within", "b"), ["one statement"]),
            (("--mode", "exact", "--pattern", "a", *statement, "--mode-b", "regex"), ["--mode-b"]),
            (("--mode", "exact", "--pattern", "a", "--intended", "a..b"), ["a..b", "empty segments"]),
            (("--mode", "exact", "--pattern", "a", "--intended", "a", "--intended", "b"), ["--intended"]),
            (("--mode", "regex", "--pattern", "a(", *statement), ['"a("', "does not compile"]),
            (("--mode", "exact", "--pattern", "a", *statement, "--states", "0"), ["--states"]),
            (("--clinic", "a("), ["does not compile"]),
            (("--clinic", "*.q_proj"), ["nothing to repeat", r"perhaps you meant a glob: write `.*\.q_proj`"]),
            (("--mode", "regex", "--pattern", "[4-15]", *statement), [r"write `(?:[4-9]|1[0-5])`"]),
            (("--clinic", "a", "--mode", "regex"), ["--clinic"]),
            (("--mode", "exact", "--pattern", "a", *statement, "--json", "no/such/folder.json"), ["no/such/folder.json"]),
        ]
        for arguments, says in rows:
            with self.subTest(arguments=arguments):
                if "no/such/folder.json" in says:  # found out after the proof was told
                    _, err = self.run_overmatch("prove", *arguments, status=2)
                    self.assertIn(says[0], err)
                else:
                    self.refused("prove", *arguments, says=says)


class Clinic(CommandTest):
    MODEL = ["text", "text.l", "text.l.0", "text.l.0.q_proj", "text.l.0.v_proj", "text.l.1", "text.l.1.q_proj", "text.l.10",
             "text.l.10.q_proj", "text.l.10.qkv_proj", "vision", "vision.q_proj"]

    def setUp(self):
        super().setUp()
        self.write("model.txt", "\n".join(self.MODEL) + "\n")

    def clinic(self, regex, *arguments, status):
        out, err = self.run_overmatch("prove", "--clinic", regex, *arguments, status=status)
        self.assertEqual(err, "")
        return out

    def test_slips_and_corrections_that_were_tried(self):
        rows = [
            (".*v_proj", "open-start", "text.l.10.qkv_proj", r"(?:.*\.)?v_proj"),
            (r"text\.l\.1.*", "open-end", "text.l.10", r"text\.l\.1(?:\..*)?"),
            (r".*\.q_proj|v_proj", "ungrouped-alternation", "text.l.0.v_proj", r".*\.(?:q_proj|v_proj)"),
            (r".*(?!vision).*\.q_proj", "idle-look", "vision.q_proj", r"(?!.*vision).*\.q_proj"),
            (r"text\.l\.[0-15]\.q_proj", "number-range", "text.l.10.q_proj", r"text\.l\.(?:[0-9]|1[0-5])\.q_proj"),
            (r"re:.*\.q_proj", "foreign-mark", "text.l.0.q_proj", r".*\.q_proj"),
            (r".*\\.q_proj", "doubled-backslash", "text.l.0.q_proj", r".*\.q_proj"),
            (r".*\.(q_proj||v_proj)", "empty-branch", None, r".*\.(q_proj|v_proj)"),
            (r".*\.(q_proj | v_proj)", "foreign-character", "text.l.0.q_proj", r".*\.(q_proj|v_proj)"),
        ]
        for regex, kind, witness, corrected in rows:
            with self.subTest(regex=regex):
                report = json.loads(self.clinic(regex, "--tree", "model.txt", "--json", "-", status=1))
                self.assertEqual(report["verdict"], "refuted")
                self.assertEqual(report["witness"], witness)
                self.assertEqual(report["mended"], corrected)
                self.assertGreater(report["effect"]["selected"], 0)
                finding = next(one for one in report["findings"] if one["kind"] == kind)
                self.assertEqual(finding["severity"], "warning")
                text = self.clinic(regex, "--tree", "model.txt", status=1)
                self.assertIn(f"write instead:  '{corrected}'", text)
                self.assertNotIn("(proved)", text)

    def test_what_is_taken_away_is_told(self):
        text = self.clinic(".*v_proj", "--tree", "model.txt", status=1)
        self.assertIn("selects 1 name, 1 of the 2 selected before", text)
        self.assertIn("loses 1: `text.l.10.qkv_proj`", text)

    def test_the_models_that_come_with_overmatch(self):
        report = json.loads(self.clinic(".*vision.*", "--json", "-", status=0))
        self.assertEqual(report["findings"], [])
        self.assertGreater(report["tried_on"]["names"], 50_000)
        self.assertGreater(report["selected"]["fullmatch"], 5_000)
        report = json.loads(self.clinic(".ffn_.*_exps.", "--json", "-", status=0))
        self.assertEqual((report["applied"], report["selected"]["fullmatch"]), ("search", 0))
        self.assertGreater(report["selected"]["search"], 100)

    def test_what_no_name_tells_is_shown_with_all(self):
        regex = "text.l.0.q_proj"
        self.assertIn("1 mistake that these names do not show (--all)", self.clinic(regex, "--tree", "model.txt", status=0))
        text = self.clinic(regex, "--tree", "model.txt", "--all", status=0)
        self.assertIn("harmless unescaped-dot: 3 unescaped dots", text)
        self.assertIn(r"'text\.l\.0\.q_proj'", text)

    def test_how_the_regex_is_applied(self):
        self.assertIn("note reading", self.clinic("q_proj", "--tree", "model.txt", status=0))
        text = self.clinic("q_proj", "--tree", "model.txt", "--applied", "fullmatch", status=1)
        self.assertIn("warning reading", text)
        self.refused("prove", "--clinic", "a", "--applied", "glob", says=["glob", "fullmatch"])
        self.refused("prove", "--mode", "exact", "--pattern", "a", "--intended", "a", "--all", says=["--clinic"])

    def test_what_selects_nothing_is_told(self):
        self.assertIn("nothing is selected", self.clinic("nothing", "--tree", "model.txt", status=1))
        text = " ".join(self.clinic("no_such_thing", status=0).split())
        self.assertIn("give your own model with --tree", text)

    def test_what_is_not_regular_is_undecided(self):
        out = self.clinic(r"text\.l\.(\d)(?:\.q_proj|\1)", "--tree", "model.txt", status=4)
        self.assertIn("back-reference", out)


if __name__ == "__main__":
    unittest.main()
