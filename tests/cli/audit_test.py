"""overmatch audit, end to end."""

import json
import os
import struct
import unittest

from support import SOURCE, CommandTest

TREES = os.path.join(SOURCE, "corpus/trees")
MODEL = "model\nmodel.layers\nmodel.layers.0\nmodel.layers.0.q_proj\nimg_model\nimg_model.layers\nimg_model.layers.0\nimg_model.layers.0.q_proj\nhead\n"


def tree(name):
    for ending in (".modules.txt", ".modules.txt.gz"):
        path = os.path.join(TREES, name + ending)
        if os.path.exists(path):
            return path
    raise FileNotFoundError(name)


class AuditCase(CommandTest):
    def audit_json(self, *arguments, status=1):
        out, _ = self.run_overmatch("audit", *arguments, "--json", "-", status=status)
        return json.loads(out)

    def approve(self, name, out):
        """What people read. Set OVERMATCH_APPROVE=1 to accept a new text."""
        path = os.path.join(SOURCE, "tests/cli/expected", name)
        if os.environ.get("OVERMATCH_APPROVE"):
            with open(path, "w", encoding="utf-8") as file:
                file.write(out)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(out, file.read())


class Audit(AuditCase):
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
        ):
            with self.subTest(arguments=arguments):
                self.run_overmatch("audit", "--tree", "tree.txt", *arguments, status=status)

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
        self.assertIn({"mode": "exact", "pattern": "model.layers.0.q_proj"}, finding["advice"])
        self.assertIn({"mode": "regex", "pattern": "model\\.layers\\.0\\.q_proj"}, finding["advice"])

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
        for name, mode, pattern in (
            ("distilbert-base-seqcls", "endswith", "classifier"),
            ("openai-clip-vit-b-32", "segment", "transformer.resblocks.0"),
            ("flux1-dev-transformer", "endswith", "transformer_blocks.0.attn.to_q"),
        ):
            report = self.audit_json("--tree", tree(name), "--mode", mode, "--pattern", pattern)
            finding = next(each for each in report["findings"] if each["kind"] in ("collision", "re-rooting"))
            self.assertTrue(finding["advice"])
            for advice in finding["advice"]:
                with self.subTest(tree=name, advice=advice):
                    out, _ = self.run_overmatch("audit", "--tree", tree(name), "--mode", advice["mode"], "--pattern", advice["pattern"],
                                                "--json", "-")
                    again = json.loads(out)
                    self.assertEqual(again["findings"], [])
                    self.assertFalse(set(finding["modules"]) & set(again["patterns"][0]["selected"]))

    def test_text_is_the_approved_one(self):
        out, _ = self.run_overmatch("audit", "--tree", tree("flux1-dev-transformer"), "--mode", "endswith", "--hazards",
                                    "--pattern", "transformer_blocks.0.attn.to_q", "--pattern", "to_k", "--pattern", "to_x", status=1)
        self.approve("audit_flux.txt", out)

    def test_standard_input_and_reports_in_files(self):
        self.run_overmatch("audit", "--tree", "-", "--mode", "exact", "--pattern", "head", "--json", "a.json", "--sarif", "a.sarif", stdin=MODEL)
        self.assertEqual(self.files("."), ["a.json", "a.sarif"])


class Peft(AuditCase):
    def test_every_member_by_its_rule(self):
        self.write("adapter_config.json", json.dumps({
            "peft_type": "LORA", "target_modules": ["q_lin", "v_lin"], "exclude_modules": ["layer.0.attention.q_lin"],
            "modules_to_save": ["classifier"], "layers_to_transform": [0, 1], "layers_pattern": "layer",
            "rank_pattern": {"layer.1.attention.q_lin": 4, "q_lin": 8}, "alpha_pattern": None}, indent=1))
        report = self.audit_json("--tree", tree("distilbert-base-seqcls"), "--peft", "adapter_config.json", "--sarif", "a.sarif")
        self.assertEqual(report["adapted"], [f"distilbert.transformer.layer.{module}" for module in
                                             ("0.attention.v_lin", "1.attention.q_lin", "1.attention.v_lin")])
        self.assertEqual(report["saved"], ["pre_classifier", "classifier"])
        rows = [(row["member"], row["pattern"], row["mode"], len(row["selected"])) for row in report["patterns"]]
        self.assertEqual(rows, [
            ("target_modules", "q_lin", "segment", 6), ("target_modules", "v_lin", "segment", 6),
            ("exclude_modules", "layer.0.attention.q_lin", "segment", 1), ("modules_to_save", "classifier", "endswith", 2),
            ("rank_pattern", "layer.1.attention.q_lin", "regex", 1), ("rank_pattern", "q_lin", "regex", 0)])
        kinds = [(finding["kind"], finding["pattern"]) for finding in report["findings"]]
        self.assertIn(("collision", "classifier"), kinds)
        self.assertIn(("overlap", "q_lin"), kinds)
        with open(os.path.join(self.folder, "a.sarif"), encoding="utf-8") as file:
            results = json.load(file)["runs"][0]["results"]
        collision = next(each for each in results if each["ruleId"] == "collision")
        place = collision["locations"][0]["physicalLocation"]
        self.assertEqual(place["artifactLocation"]["uri"], "adapter_config.json")
        self.assertEqual(place["region"]["startLine"], 11, "the line of the pattern in the config")

    def test_regexes(self):
        self.write("c.json", json.dumps({"target_modules": ".*norm"}))
        report = self.audit_json("--tree", tree("llava-1.5-7b"), "--peft", "c.json")
        self.assertEqual(report["patterns"][0]["mode"], "regex")
        self.assertIn("collision", [finding["kind"] for finding in report["findings"]])

    def test_trainable(self):
        self.write("tree.txt", MODEL)
        self.write("c.json", json.dumps({"target_modules": ["q_proj"], "modules_to_save": ["head"], "exclude_modules": ["img_model.layers.0.q_proj"]}))
        right = {"base_model.model.model.layers.0.q_proj.lora_A.default.weight": True,
                 "base_model.model.model.layers.0.q_proj.base_layer.weight": False,
                 "base_model.model.img_model.layers.0.q_proj.weight": False,
                 "base_model.model.head.original_module.weight": False,
                 "base_model.model.head.modules_to_save.default.weight": True}
        self.write("right.json", json.dumps(right))
        self.assertEqual(self.audit_json("--tree", "tree.txt", "--peft", "c.json", "--trainable", "right.json", status=0)["findings"], [])
        self.write("wrong.json", json.dumps(dict(right, **{"base_model.model.img_model.layers.0.q_proj.weight": True,
                                                          "base_model.model.head.modules_to_save.default.weight": False})))
        report = self.audit_json("--tree", "tree.txt", "--peft", "c.json", "--trainable", "wrong.json")
        self.assertEqual({finding["kind"]: finding["parameters"] for finding in report["findings"]}, {
            "escape": ["base_model.model.img_model.layers.0.q_proj.weight"],
            "unmatched": ["base_model.model.head.modules_to_save.default.weight"]})

    def test_parameters_of_the_tree(self):
        self.write("p.txt", "model.a.weight\nmodel.a.bias\nhead.weight\npre_head.weight\n")
        report = self.audit_json("--tree", "p.txt", "--mode", "endswith", "--pattern", "head")
        self.assertEqual(report["parameters"], 4)
        self.assertEqual(report["trainable"]["planned"], ["head.weight", "pre_head.weight"])


class Sarif(AuditCase):
    def test_shape(self):
        """What every reader of SARIF 2.1.0 needs."""
        out, _ = self.run_overmatch("audit", "--tree", tree("openai-clip-vit-b-32"), "--mode", "segment", "--hazards",
                                    "--pattern", "transformer.resblocks.0", "--sarif", "-", status=1)
        log = json.loads(out)
        self.assertEqual(log["version"], "2.1.0")
        self.assertIn("sarif-2.1.0", log["$schema"])
        (run,) = log["runs"]
        rules = run["tool"]["driver"]["rules"]
        self.assertEqual(run["tool"]["driver"]["name"], "overmatch")
        self.assertTrue(run["results"])
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            self.assertIn(result["level"], ("error", "warning", "note"))
            self.assertTrue(result["message"]["text"])
            for place in result["locations"]:
                self.assertTrue(place["physicalLocation"]["artifactLocation"]["uri"])
                self.assertGreaterEqual(place["physicalLocation"]["region"]["startLine"], 1)
        self.assertIn("re-rooting", {result["ruleId"] for result in run["results"]})


class Models(AuditCase):
    def test_every_form(self):
        header = b'{"model.a.weight": {"dtype": "F16"}, "head.weight": {"dtype": "F16"}}'

        def text(value):
            return struct.pack("<Q", len(value)) + value

        gguf = b"GGUF" + struct.pack("<IQQ", 3, 2, 0)
        for name in (b"model.a.weight", b"head.weight"):
            gguf += text(name) + struct.pack("<IQIQ", 1, 8, 0, 0)
        for name, content in (
            ("list.txt", "model\nmodel.a\nhead\n"),
            ("parameters.txt", "model.a.weight\nhead.weight\n"),
            ("model.safetensors.index.json", '{"weight_map": {"model.a.weight": "x", "head.weight": "y"}}'),
            ("pytorch_model.bin.index.json", '{"weight_map": {"model.a.weight": "x", "head.weight": "y"}}'),
            ("model.safetensors", struct.pack("<Q", len(header)) + header + b"\0" * 8),
            ("model.gguf", gguf),
        ):
            with self.subTest(file=name):
                self.write(name, content)
                report = self.audit_json("--tree", name, "--mode", "segment", "--pattern", "a", status=0)
                self.assertEqual(report["patterns"][0]["selected"], ["model.a"])

    def test_hostile_files(self):
        for name, content, says in (
            ("m.safetensors", b"\xff" * 8 + b"{}", ["m.safetensors", "header"]),
            ("m.safetensors", struct.pack("<Q", 50) + b"{}", ["m.safetensors", "header of 50 bytes"]),
            ("m.safetensors", b"", ["m.safetensors", "cut short"]),
            ("m.gguf", b"GGUF" + struct.pack("<IQQ", 3, 2**63, 2**63), ["m.gguf", "ends before"]),
            ("m.gguf", b"GGUF\0", ["m.gguf", "ends before"]),
            ("m.json", b'{"weight_map": ' + b"[" * 100000, ["m.json:1"]),
            ("m.json", b'{"weight_map": 3}', ["m.json:1", "weight_map"]),
            ("m.bin", b"\x80\x02\x8a\nl\xfc\x9cF", ["m.bin", "UTF-8"]),
        ):
            with self.subTest(file=name, says=says):
                self.write(name, content)
                self.refused("audit", "--tree", name, says=says)


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
