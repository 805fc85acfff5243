# SPDX-License-Identifier: Apache-2.0
"""overmatch audit, end to end."""

import json
import unittest

from audit_case import MODEL, AuditCase, tree


class Audit(AuditCase):
    def test_a_dialect_is_audited_and_advised_in_its_entries(self):
        self.write("l.txt", "l.1\nl.1.q\nl.10\nl.10.q\nlm_head\n")
        audit = ["audit", "--tree", "l.txt", "--mode", "compressed-tensors", "--json", "-", "--pattern"]
        out, _ = self.run_overmatch(*audit, "re:l.1", "--pattern", "head", status=1)
        report = json.loads(out)
        self.assertEqual([row["pattern"] for row in report["patterns"]], ["re:l.1", "head"])
        self.assertEqual({row["mode"] for row in report["patterns"]}, {"compressed-tensors"})
        (collision,) = [finding for finding in report["findings"] if finding["kind"] == "collision"]
        self.assertEqual(collision["modules"], ["l.10", "l.10.q"])
        (advice,) = collision["advice"]
        self.assertEqual(advice["mode"], "compressed-tensors")
        out, _ = self.run_overmatch(*audit, advice["pattern"])
        self.assertEqual(json.loads(out)["patterns"][0]["selected"], ["l.1", "l.1.q"])

    def test_exit_statuses(self):
        self.write("tree.txt", MODEL)
        for arguments, status in (
            (["--mode", "segment", "--pattern", "head"], 0),
            (["--mode", "endswith", "--pattern", "model.layers.0.q_proj"], 1),
            (["--mode", "segment", "--pattern", "nothing"], 1),
            (["--mode", "segment", "--pattern", "nothing", "--fail-on", "error"], 0),
            (["--mode", "subtree", "--pattern", "model"], 0),
            (["--mode", "segment", "--pattern", "q_proj", "--intended", "model"], 1),
            ([], 1),
            (["--fail-on", "error"], 0),
        ):
            with self.subTest(arguments=arguments):
                self.run_overmatch("audit", "--tree", "tree.txt", *arguments, status=status)

    def test_notes_about_the_tree_alone_are_no_failure(self):
        """Layers 1 and 10 are in nearly every model."""
        self.write("tree.txt", "l\nl.1\nl.10\n")
        out, _ = self.run_overmatch("audit", "--tree", "tree.txt")
        self.assertIn("1 note", out)
        self.run_overmatch("audit", "--tree", "tree.txt", "--fail-on", "note", status=1)
        self.run_overmatch("audit", "--tree", "tree.txt", "--mode", "exact", "--pattern", "l.1", "--hazards")
        self.run_overmatch("audit", "--tree", "tree.txt", "--mode", "exact", "--pattern", "l.1", "--pattern", "l.1", "--hazards")

    def test_hostile_trees(self):
        """Everything is the end of everything: counts are exact, lists are short, and it ends."""
        self.write("tree.txt", "".join("a" * size + "\n" for size in range(1, 3001)))
        out, _ = self.run_overmatch("audit", "--tree", "tree.txt", status=1)
        self.assertIn("4,498,500 warnings, 4,498,500 notes", out)
        self.assertLess(len(out), 10_000)
        patterns = [option for size in range(1, 301) for option in ("--pattern", "a" * size)]
        out, _ = self.run_overmatch("audit", "--tree", "tree.txt", "--mode", "endswith", *patterns, status=1)
        self.assertIn("300 errors", out)
        deep = [".".join(["a"] * size) for size in range(1, 1501)]
        self.write("deep.txt", "\n".join(deep) + "\n")
        out, _ = self.run_overmatch("audit", "--tree", "deep.txt", status=1)
        self.assertIn("1,124,250 warnings", out)
        self.run_overmatch("audit", "--tree", "deep.txt", "--mode", "segment", "--pattern", "a", "--pattern", deep[700], status=1)

    def test_json_is_that_of_the_design(self):
        self.write("tree.txt", MODEL)
        report = self.audit_json("--tree", "tree.txt", "--mode", "endswith", "--pattern", "model.layers.0.q_proj")
        self.assertEqual(report["modules"], 9)
        self.assertEqual(report["patterns"][0]["pattern"], "model.layers.0.q_proj")
        self.assertEqual(report["patterns"][0]["mode"], "endswith")
        self.assertEqual(report["patterns"][0]["selected"], ["model.layers.0.q_proj", "img_model.layers.0.q_proj"])
        self.assertEqual(report["patterns"][0]["precise"]["selected"], ["model.layers.0.q_proj"])
        (finding,) = report["findings"]
        self.assertEqual((finding["kind"], finding["severity"], finding["pattern"]), ("collision", "error", "model.layers.0.q_proj"))
        self.assertEqual(finding["modules"], ["img_model.layers.0.q_proj"])
        self.assertIn("endswith", finding["why"])
        self.assertIn("no pattern that is read by `endswith`", finding["why"])
        self.assertEqual(finding["advice"], [{"mode": "segment", "pattern": "model.layers.0.q_proj"}], "one answer")

    def test_hazards_are_pairs_the_shorter_first(self):
        report = self.audit_json("--tree", tree("flux1-dev-transformer"))
        pairs = [finding["modules"] for finding in report["findings"]]
        self.assertIn(["transformer_blocks.0.attn.to_q", "single_transformer_blocks.0.attn.to_q"], pairs)
        for shorter, longer in pairs:
            self.assertTrue(longer.endswith(shorter) or longer.startswith(shorter), (shorter, longer))
        self.assertEqual({finding["kind"] for finding in report["findings"]}, {"hazard"})
        self.assertEqual(report["renames"][0]["from"], "single_transformer_blocks")
        self.assertLess(report["renames"][0]["after"], report["renames"][0]["before"])

    def test_advice_resolves_when_it_is_followed(self):
        """The known collisions of real models, each with a module that is selected by accident."""
        for name, mode, pattern, kind, accident in (
            ("distilbert-base-seqcls", "endswith", "classifier", "collision", "pre_classifier"),
            ("openai-clip-vit-b-32", "segment", "transformer.resblocks.0", "re-rooting", "visual.transformer.resblocks.0"),
            ("flux1-dev-transformer", "endswith", "transformer_blocks.0.attn.to_q", "collision", "single_transformer_blocks.0.attn.to_q"),
            ("flux1-dev-transformer", "segment", "proj_out", "re-rooting", "single_transformer_blocks.7.proj_out"),
            ("flux1-dev-transformer", "regex", r".*transformer_blocks\.0\.attn\.to_q", "collision",
             "single_transformer_blocks.0.attn.to_q"),
            ("sdxl-controlnet-canny", "endswith", "down_blocks", "collision", "controlnet_down_blocks"),
            ("composite-sdxl-controlnet-pipeline", "endswith", "down_blocks", "collision", "controlnet.controlnet_down_blocks"),
            ("timm-crossvit-15-240", "segment", "blocks.1", "re-rooting", "blocks.0.blocks.1"),
            ("encdec-bert2bert", "segment", "encoder", "re-rooting", "decoder.bert.encoder"),
            ("peft-lora-bert-seqcls", "endswith", "layer", "collision",
             "base_model.model.bert.encoder.layer.0.attention.self.query.base_layer"),
            ("peft-lora-mistral-two-adapters", "endswith", "norm", "collision", "base_model.model.model.layers.0.input_layernorm"),
        ):
            finding = self.finding(name, mode, [pattern], kind)
            self.assertIn(accident, finding["modules"])
            self.assertTrue(finding["advice"])
            for (wanted, _), patterns in self.advised(finding).items():
                if wanted == "subtree":
                    continue  # takes along what is below, which may be of the same name
                with self.subTest(tree=name, mode=wanted, patterns=patterns):
                    again = self.followed(name, wanted, patterns)
                    self.assertNotIn(kind, [each["kind"] for each in again["findings"]])
                    for each in again["patterns"]:
                        self.assertTrue(each["selected"])
                        self.assertFalse(set(finding["modules"]) & set(each["selected"]))

    def test_modes_that_are_open_or_globs(self):
        """Each with what is selected only for want of a boundary, and the advice to follow."""
        self.write("tree.txt", "".join(f"model.layers.{n}\nmodel.layers.{n}.gate\nmodel.layers.{n}.gate_proj\n" for n in (1, 10, 12)))
        beyond = [f"model.layers.{n}{end}" for n in (10, 12) for end in ("", ".gate", ".gate_proj")]
        glued_gates = [f"model.layers.{n}.gate_proj" for n in (1, 10, 12)]
        for mode, pattern, glued, advice in (
            ("prefix", "model.layers.1", beyond, [("subtree", "model.layers.1")]),
            ("substring", "layers.1", beyond, [("run", "layers.1")]),
            ("substring", "gate", glued_gates, [("run", "gate")]),
            ("match", r"model\.layers\.1", beyond, [("match", r"model\.layers\.1(?![0-9])")]),
            ("search", "layers.1", beyond, [("search", r"layers\.1(?![0-9])")]),
            ("search", "gate", glued_gates, [("search", r"(?:^|\.)(?:gate)(?:\.|$)")]),
            ("glob", "*layers.1*", beyond, [("glob", "*.layers.1"), ("glob", "*.layers.1.*")]),
        ):
            with self.subTest(mode=mode, pattern=pattern):
                report = self.audit_json("--tree", "tree.txt", "--mode", mode, "--pattern", pattern)
                finding = next(each for each in report["findings"] if each["kind"] == "collision")
                self.assertEqual(finding["modules"], glued)
                self.assertEqual([(each["mode"], each["pattern"]) for each in finding["advice"]], advice)
                self.assertEqual(report["patterns"][0]["precise"]["selected"], [m for m in report["patterns"][0]["selected"] if m not in glued])
                again = [option for _, each in advice for option in ("--pattern", each)]
                self.run_overmatch("audit", "--tree", "tree.txt", "--mode", advice[0][0], *again)
        for mode, pattern in (("run", "layers.1"), ("path-glob", "model.layers.1*"), ("glob", "*_proj"), ("search", "_proj$"), ("substring", "_proj")):
            with self.subTest(mode=mode, pattern=pattern):
                self.run_overmatch("audit", "--tree", "tree.txt", "--mode", mode, "--pattern", pattern)

    def test_slips_of_a_regex_are_told_with_what_was_tried(self):
        rows = [
            (".*q_proj|v_proj", "unmatched", r"(?:.*\.)?(?:q_proj|v_proj)"),
            (r"re:.*\.q_proj", "unmatched", r".*\.q_proj"),
            (r".*\\.q_proj", "unmatched", r".*\.q_proj"),
            (r"model\.layers\.[0-15]\.mlp\.up_proj", "unmatched", r"model\.layers\.(?:[0-9]|1[0-5])\.mlp\.up_proj"),
            (r".*(?!layers\.3\.).*\.q_proj", "collision", r"(?!.*layers\.3\.).*\.q_proj"),
            (r"layers\.1.*\.", "unmatched", r"(?:.*\.)?layers\.1(?:\..*)?\..*"),
        ]
        for regex, kind, corrected in rows:
            with self.subTest(regex=regex):
                finding = self.finding("llama-2-7b-seqcls", "regex", [regex], kind)
                self.assertIn({"mode": "regex", "pattern": corrected}, finding["advice"])
        # Words that are a part of segments were meant so.
        report = self.audit_json("--tree", tree("llama-2-7b-seqcls"), "--mode", "regex", "--pattern", ".*attn.*", status=0)
        self.assertEqual(report["findings"], [])

    def test_advice_tells_towers_apart(self):
        for name, pattern in (("llava-1.5-7b", "q_proj"), ("openai-clip-vit-b-32", "c_fc"), ("encdec-bert2bert", "query"),
                              ("peft-lora-llava-1.5-7b", "q_proj"), ("composite-sdxl-controlnet-pipeline", "to_q")):
            finding = self.finding(name, "segment", [pattern], "ambiguity", least="note")
            advised = self.advised(finding)
            self.assertTrue(advised)
            towers = {}
            for (mode, tower), patterns in advised.items():
                with self.subTest(tree=name, mode=mode, patterns=patterns):
                    again = self.followed(name, mode, patterns)
                    selected = {module for each in again["patterns"] for module in each["selected"]}
                    self.assertTrue(selected < set(finding["modules"]), "a part of them, and nothing else")
                    self.assertEqual(towers.setdefault(tower, selected), selected, "the same in each mode")
            self.assertEqual(sum(len(one) for one in towers.values()), len(set().union(*towers.values())), "no module in two towers")

    def finding(self, name, mode, patterns, kind, least="warning"):
        options = [option for pattern in patterns for option in ("--pattern", pattern)]
        report = self.audit_json("--tree", tree(name), "--mode", mode, *options, "--fail-on", least)
        return next(each for each in report["findings"] if each["kind"] == kind)

    @staticmethod
    def advised(finding):
        """The patterns that are meant together, by mode and purpose."""
        together = {}
        for advice in finding["advice"]:
            together.setdefault((advice["mode"], advice.get("for")), []).append(advice["pattern"])
        return together

    def followed(self, name, mode, patterns):
        options = [option for pattern in patterns for option in ("--pattern", pattern)]
        self.run_overmatch("audit", "--tree", tree(name), "--mode", mode, *options, "--fail-on", "error", "--json", "again.json")
        return json.loads(self.read("again.json"))

    def test_text_is_the_approved_one(self):
        out, _ = self.run_overmatch("audit", "--tree", tree("flux1-dev-transformer"), "--mode", "endswith", "--hazards",
                                    "--pattern", "transformer_blocks.0.attn.to_q", "--pattern", "to_k", "--pattern", "to_x", status=1)
        self.approve("audit_flux.txt", out)

    def test_patterns_stand_as_they_were_written(self):
        """No backslash is doubled, in no report but for JSON's own escapes."""
        self.write("tree.txt", MODEL)
        pattern = r"model\.layers\.\d+\.q_proj"
        out, _ = self.run_overmatch("audit", "--tree", "tree.txt", "--mode", "regex", "--pattern", pattern, "--pattern", r"x\.y",
                                    "--intended", "img_model", "--sarif", "a.sarif", "--json", "a.json", status=1)
        self.assertIn(f'"{pattern}"', out)
        self.assertIn(r'"x\.y"', out)
        self.assertNotIn("\\\\", out)
        for name in ("a.sarif", "a.json"):
            texts = json.dumps(json.loads(self.read(name)))
            self.assertIn(json.dumps(r"x\.y")[1:-1], texts)
            self.assertNotIn("\\" * 4, texts)

    def test_what_is_no_list_of_modules(self):
        out, err = self.run_overmatch("audit", "--tree", "-", "--mode", "segment", "--pattern", "head",
                                      stdin="# a model\nmodel \nhead\n")
        self.assertIn("line 1 left out as a comment", err)
        self.assertIn("line 2 with a blank", err)
        self.assertIn("2 modules", out)
        _, err = self.run_overmatch("audit", "--tree", "/etc/passwd", status=2)
        self.assertIn("/etc/passwd:1: no list of modules", err)
        out, err = self.run_overmatch("audit", "--tree", "-", "--mode", "segment", "--pattern", "b.c",
                                      stdin="M(\n  (a): ModuleList(\n    (0-1): 2 x B(\n      (b): B(\n        (c): C()\n      )\n    )\n  )\n)\n")
        self.assertEqual(err, "")
        self.assertIn("a.{0,1}.b.c", out)

    def test_standard_input_and_reports_in_files(self):
        self.run_overmatch("audit", "--tree", "-", "--mode", "exact", "--pattern", "head", "--json", "a.json", "--sarif", "a.sarif", stdin=MODEL)
        self.assertEqual(self.files("."), ["a.json", "a.sarif"])

    def test_a_model_that_comes_with_overmatch_needs_no_file(self):
        options = ("--mode", "segment", "--pattern", "q_proj")
        by_file = self.audit_json("--tree", tree("gemma-3-4b-it.tf5.24"), *options)
        for name in ("gemma-3-4b-it.tf5.24", "google/gemma-3-4b-it"):
            self.assertEqual(self.audit_json("--tree", name, *options)["patterns"], by_file["patterns"])
            self.assertTrue(self.run_overmatch("audit", "--tree", name, *options, status=1)[0].startswith("gemma-3-4b-it.tf5.24: "))
        self.write("gpt2", "mine\n")
        self.assertIn("mine", self.run_overmatch("audit", "--tree", "gpt2", "--mode", "segment", "--pattern", "mine", "--all")[0])
        self.refused("audit", "--tree", "gemma-3", "--mode", "segment", "--pattern", "x", says=["gemma-3: no such file", "gemma-3-4b-it"])
        self.refused("audit", "--tree", "google/gemma-99", "--mode", "segment", "--pattern", "x", says=["overmatch.tree(model).save(FILE)"])

    def test_lists_with_labels(self):
        self.write("model.txt", "model\nmodel.mlp\nmodel.mlp.up\nmodel.q\nlm_head\n")
        entries = ["--pattern", "lm_head", "--label", "null", "--pattern", "mlp", "--label", "int4", "--pattern", "model", "--label", "int8",
                   "--pattern", "up", "--label", "int2"]
        asked = ["--tree", "model.txt", "--mode", "search", "--order", "first", *entries]
        report = self.audit_json(*asked)
        self.assertEqual(report["order"], "first")
        self.assertEqual([(each["label"], each["won"]) for each in report["patterns"]], [
            (None, ["lm_head"]), ("int4", ["model.mlp", "model.mlp.up"]), ("int8", ["model", "model.q"]), ("int2", [])])
        self.assertEqual(report["patterns"][2]["beaten_by"], [{"entry": 2, "pattern": "mlp", "modules": ["model.mlp", "model.mlp.up"]}])
        dead = [each for each in report["findings"] if each["kind"] == "dead"]
        self.assertEqual([(each["severity"], each["pattern"], each["modules"]) for each in dead], [("warning", "up", ["model.mlp.up"])])
        out, _ = self.run_overmatch("audit", *asked, status=1)
        self.assertIn("read by `search`, the first that matches decides:", out)
        self.assertIn('gives "int8" to 2; "mlp" decides 2', out)
        self.assertIn('warning, dead: "up" decides nothing: what it matches, "mlp" decides before it', out)
        # The other way round no entry is dead, and null gives nothing.
        report = self.audit_json("--tree", "model.txt", "--mode", "search", "--order", "last", *entries, status=1)
        self.assertEqual([each["pattern"] for each in report["findings"] if each["kind"] == "dead"], ["mlp"])
        sarif, _ = self.run_overmatch("audit", *asked, "--sarif", "-", status=1)
        self.assertIn("dead", [rule["id"] for rule in json.loads(sarif)["runs"][0]["tool"]["driver"]["rules"]])
        sarif, _ = self.run_overmatch("audit", "--tree", "model.txt", "--mode", "search", "--pattern", "up", "--sarif", "-")
        self.assertNotIn("dead", [rule["id"] for rule in json.loads(sarif)["runs"][0]["tool"]["driver"]["rules"]])

    def test_dialects_with_an_order(self):
        self.write("model.txt", "model\nmodel.q_proj\nmodel.k_proj\nlm_head\n")
        torchao = ["--mode", "torchao", "--pattern", "re:.*_proj", "--label", "int8", "--pattern", "model.q_proj", "--label", "null",
                   "--pattern", "_default", "--label", "float8"]
        report = self.audit_json("--tree", "model.txt", *torchao, status=0)
        self.assertEqual([each["won"] for each in report["patterns"]], [["model.k_proj"], ["model.q_proj"], ["model", "lm_head"]])
        gptqmodel = ["--mode", "gptqmodel", "--pattern", "-:lm_head", "--pattern", "lm_head"]
        report = self.audit_json("--tree", "model.txt", *gptqmodel)
        self.assertEqual([(each["kind"], each["pattern"]) for each in report["findings"]], [("dead", "lm_head")])
        modelopt = ["--mode", "modelopt", "--pattern", "*", "--label", "a", "--pattern", "*lm_head", "--label", "null"]
        self.assertEqual([each["kind"] for each in self.audit_json("--tree", "model.txt", *modelopt, "--intended", "model", status=0)["findings"]], [])
        report = self.audit_json("--tree", "model.txt", *modelopt[:6], "--intended", "model")
        self.assertIn(("escape", ["lm_head"]), [(each["kind"], each["modules"]) for each in report["findings"]])

    def test_an_escape_that_null_takes_away_is_none(self):
        self.write("model.txt", "model\nmodel.q\nvision\nvision.q\n")
        asked = ["--tree", "model.txt", "--mode", "segment", "--intended", "model", "--pattern", "q", "--label", "int8"]
        escapes = [each["modules"] for each in self.audit_json(*asked, "--order", "last")["findings"] if each["kind"] == "escape"]
        self.assertEqual(escapes, [["vision.q"]])
        report = self.audit_json(*asked, "--order", "last", "--pattern", "vision.q", "--label", "null", status=0)
        self.assertNotIn("escape", [each["kind"] for each in report["findings"]])


class Refusals(AuditCase):
    def test_command_lines_and_configs(self):
        self.write("tree.txt", MODEL)
        self.write("c.json", '{"target_modules": ["q_proj"]}')
        self.write("bad.json", '{"target_modules": 3}')
        self.write("regex.json", '{"target_modules": "("}')
        self.write("dump.json", '{"a.weight": 1}')
        base = ["audit", "--tree", "tree.txt"]
        for arguments, says in (
            (["audit", "--tree", "none.txt"], ["none.txt"]),
            (["audit"], ["--tree"]),
            ([*base, "--pattern", "a"], ["--mode"]),
            ([*base, "--mode", "segment"], ["--pattern"]),
            ([*base, "--mode", "sgment", "--pattern", "a"], ["sgment", "segment"]),
            ([*base, "--mode", "regex", "--pattern", "("], ["does not compile"]),
            ([*base, "--mode", "segment", "--pattern", "head", "--intended", "modl"], ["modl", "did you mean", "model"]),
            ([*base, "--intended", "model"], ["--intended"]),
            ([*base, "--trainable", "dump.json"], ["--trainable"]),
            ([*base, "--mode", "segment", "--pattern", "head", "--trainable", "dump.json"], ["dump.json", "true or false"]),
            ([*base, "--peft", "none.json"], ["none.json"]),
            ([*base, "--peft", "bad.json"], ["bad.json", "target_modules"]),
            ([*base, "--peft", "regex.json"], ["does not compile"]),
            ([*base, "--peft", "c.json", "--mode", "segment"], ["--peft"]),
            ([*base, "--peft", "c.json", "--pattern", "a"], ["--peft", "--pattern"]),
            ([*base, "--fail-on", "never"], ["never", "warning"]),
            ([*base, "--json", "-", "--sarif", "-"], ["standard output"]),
            ([*base, "--json", "no/such/folder.json"], ["no/such/folder.json"]),
        ):
            with self.subTest(arguments=arguments):
                if "no/such/folder.json" in arguments:
                    _, err = self.run_overmatch(*arguments, status=2)
                    self.assertIn("no/such/folder.json", err)
                else:
                    self.refused(*arguments, says=says)


if __name__ == "__main__":
    unittest.main()
