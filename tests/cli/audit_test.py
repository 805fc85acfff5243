"""overmatch audit, end to end."""

import gzip
import json
import os
import re
import struct
import threading
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
        self.run_overmatch("audit", "--tree", "tree.txt", "--mode", "exact", "--pattern", "l.1", "--pattern", "l.1", "--hazards", status=1)

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
        """The known collisions of real models, each with a module that is selected by accident."""
        for name, mode, pattern, kind, accident in (
            ("distilbert-base-seqcls", "endswith", "classifier", "collision", "pre_classifier"),
            ("openai-clip-vit-b-32", "segment", "transformer.resblocks.0", "re-rooting", "visual.transformer.resblocks.0"),
            ("flux1-dev-transformer", "endswith", "transformer_blocks.0.attn.to_q", "collision", "single_transformer_blocks.0.attn.to_q"),
            ("flux1-dev-transformer", "segment", "proj_out", "re-rooting", "single_transformer_blocks.7.proj_out"),
            ("llava-1.5-7b", "regex", ".*norm", "collision", "model.language_model.layers.0.input_layernorm"),
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

    def test_advice_tells_towers_apart(self):
        for name, pattern in (("llava-1.5-7b", "q_proj"), ("openai-clip-vit-b-32", "c_fc"), ("encdec-bert2bert", "query"),
                              ("peft-lora-llava-1.5-7b", "q_proj"), ("composite-sdxl-controlnet-pipeline", "to_q")):
            finding = self.finding(name, "segment", [pattern], "ambiguity")
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

    def finding(self, name, mode, patterns, kind):
        options = [option for pattern in patterns for option in ("--pattern", pattern)]
        report = self.audit_json("--tree", tree(name), "--mode", mode, *options)
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


# Of SARIF 2.1.0's schema, as far as we write it: the members of each object, those that must be there with a star. The schema
# allows no others.
SARIF = {
    "log": {"$schema": "uri", "version*": "version", "runs*": ["run"]},
    "run": {"tool*": "tool", "results": ["result"], "columnKind": "columns"},
    "tool": {"driver*": "driver"},
    "driver": {"name*": "text", "version": "text", "rules": ["rule"]},
    "rule": {"id*": "text", "shortDescription": "message"},
    "message": {"text*": "text"},
    "result": {"ruleId": "text", "ruleIndex": "index", "level": "level", "message*": "message", "locations": ["location"]},
    "location": {"physicalLocation": "physical", "logicalLocations": ["logical"]},
    "physical": {"artifactLocation": "artifact", "region": "region"},
    "artifact": {"uri": "uri"},
    "region": {"startLine": "line"},
    "logical": {"fullyQualifiedName": "text", "kind": "text"},
}
SARIF_VALUES = {
    "text": lambda value: isinstance(value, str) and value != "",
    "uri": lambda value: re.fullmatch(r"([A-Za-z][A-Za-z0-9+.-]*:)?([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+", value),
    "version": lambda value: value == "2.1.0",
    "columns": lambda value: value in ("utf16CodeUnits", "unicodeCodePoints"),
    "level": lambda value: value in ("none", "note", "warning", "error"),
    "line": lambda value: isinstance(value, int) and value >= 1,
    "index": lambda value: isinstance(value, int) and value >= -1,
}


class Sarif(AuditCase):
    def validate(self, value, kind, place="log"):
        if isinstance(kind, list):
            self.assertIsInstance(value, list, place)
            for at, each in enumerate(value):
                self.validate(each, kind[0], f"{place}[{at}]")
        elif kind in SARIF:
            self.assertIsInstance(value, dict, place)
            members = {name.rstrip("*"): each for name, each in SARIF[kind].items()}
            for name in SARIF[kind]:
                if name.endswith("*"):
                    self.assertIn(name[:-1], value, place)
            for name, each in value.items():
                self.assertIn(name, members, place)
                self.validate(each, members[name], f"{place}.{name}")
        else:
            self.assertTrue(SARIF_VALUES[kind](value), f"{place}: {value!r} is no {kind}")

    def log(self, *arguments, status=1, stdin=None):
        out, _ = self.run_overmatch("audit", *arguments, "--sarif", "-", status=status, stdin=stdin)
        log = json.loads(out)
        self.validate(log, "log")
        (run,) = log["runs"]
        rules = run["tool"]["driver"]["rules"]
        self.assertEqual(len({rule["id"] for rule in rules}), len(rules))
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
        return run["results"]

    def test_it_is_valid(self):
        results = self.log("--tree", tree("openai-clip-vit-b-32"), "--mode", "segment", "--hazards", "--pattern", "transformer.resblocks.0")
        self.assertEqual({result["ruleId"] for result in results}, {"re-rooting", "hazard"})
        self.assertEqual({result["level"] for result in results if result["ruleId"] == "hazard"}, {"warning", "note"})
        self.write("a tree\u00e9%.txt", MODEL)
        self.write("c.json", '{\n"target_modules": ["proj"],\n"modules_to_save": ["head", "odel"]}')
        self.write("dump.json", json.dumps({"model.layers.0.q_proj.weight": True}))
        results = self.log("--tree", "a tree\u00e9%.txt", "--peft", "c.json", "--trainable", "dump.json", "--hazards")
        self.assertEqual(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "c.json")
        results = self.log("--tree", "a tree\u00e9%.txt")
        self.assertEqual(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20tree%C3%A9%25.txt")
        self.assertEqual(self.log("--tree", "a tree\u00e9%.txt", "--mode", "exact", "--pattern", "head", status=0), [])
        self.log("--tree", "-", "--mode", "exact", "--pattern", "nothing", stdin=MODEL)
        self.log("--tree", "-", "--mode", "endswith", "--pattern", "", stdin="\n" + MODEL)

    def test_what_is_not_valid_is_told(self):
        """The test of the test."""
        good = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"message": {"text": "t"}, "level": "note"}]}]}
        self.validate(good, "log")
        for bad in (
            {"runs": []},
            {"version": "2.1", "runs": []},
            {"version": "2.1.0", "runs": [{}]},
            {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"level": "note"}]}]},
            {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"message": {"text": "t"}, "level": "fatal"}]}]},
            {"version": "2.1.0", "runs": [], "more": 1},
        ):
            with self.assertRaises(AssertionError):
                self.validate(bad, "log")


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
            ("m.safetensors", struct.pack("<Q", 2**63) + b"{}", ["m.safetensors", "header"]),
            ("m.safetensors", struct.pack("<Q", 100_000) + b'{"a":' * 20_000, ["m.safetensors", "deep"]),
            ("m.safetensors", struct.pack("<Q", 8) + b'{"a": 1}', ["m.safetensors", "tensors"]),
            ("m.gguf", b"GGUF" + struct.pack("<IQQ", 3, 1, 1) + struct.pack("<Q", 1) + b"k" + struct.pack("<I", 9)
             + struct.pack("<IQ", 9, 1) * 50_000, ["m.gguf"]),
            ("m.json", '["a", "a"]', ["m.json:1", "duplicate"]),
            ("m.json", '["\\ud800"]', ["m.json:1"]),
            ("m.txt.gz", gzip.compress(b"a\nb\n")[:-6], ["m.txt.gz", "too early"]),
            ("m.txt.gz", gzip.compress(b"a\nb\n")[:-4] + b"\xff" * 4, ["m.txt.gz", "gzip"]),
        ):
            with self.subTest(file=name, says=says):
                self.write(name, content)
                self.refused("audit", "--tree", name, says=says)

    def test_what_is_no_regular_file(self):
        self.write("tree.txt", MODEL)
        self.refused("audit", "--tree", ".", says=["directory"])
        self.refused("audit", "--tree", "/dev/null", says=["no module names"])
        self.refused("audit", "--tree", "/dev/zero", says=["/dev/zero", "512 MiB"])
        self.refused("audit", "--tree", "tree.txt", "--peft", "/dev/zero", says=["/dev/zero", "512 MiB"])
        self.refused("audit", "--tree", "tree.txt", "--peft", "/dev/null", says=["/dev/null"])
        for content, status in ((MODEL, 0), ("a..b\n", 2)):
            pipe = os.path.join(self.folder, f"pipe{status}")
            os.mkfifo(pipe)

            def feed(pipe=pipe, content=content):
                with open(pipe, "w", encoding="utf-8") as file:
                    file.write(content)

            writer = threading.Thread(target=feed)
            writer.start()
            self.run_overmatch("audit", "--tree", pipe, "--mode", "exact", "--pattern", "head", status=status)
            writer.join()

    def test_odd_configs(self):
        self.write("tree.txt", MODEL)
        for member, value, says in (
            ("target_modules", "3", "target_modules"),
            ("target_modules", "{}", "target_modules"),
            ("target_modules", "null", "names no modules"),
            ("target_modules", '["q_proj", null]', "list of strings"),
            ("target_modules", '"["', "does not compile"),
            ("exclude_modules", '"("', "does not compile"),
            ("modules_to_save", '"head"', "list of strings"),
            ("layers_to_transform", '"1"', "number"),
            ("layers_to_transform", "[1.5]", "number"),
            ("layers_to_transform", "18446744073709551615", "layers_to_transform"),
            ("layers_pattern", "[3]", "list of strings"),
            ("layers_to_transform", '[0], "layers_pattern": "("', "does not compile"),
            ("rank_pattern", '{"q": "8"}', "numbers"),
            ("rank_pattern", '{"(": 8}', "("),
            ("alpha_pattern", "[]", "numbers"),
            ("bias", '"sometimes"', "bias"),
            ("bias", "null", None),
            ("peft_type", "3", "string"),
        ):
            with self.subTest(member=member, value=value):
                config = {"target_modules": '["q_proj"]', member: value}
                self.write("c.json", "{" + ", ".join(f'"{name}": {each}' for name, each in config.items()) + "}")
                if says is None:
                    self.run_overmatch("audit", "--tree", "tree.txt", "--peft", "c.json", status=1)
                else:
                    self.refused("audit", "--tree", "tree.txt", "--peft", "c.json", says=["c.json", says])
        for text in ("", "[]", '{"target_modules": ["q', "[" * 100_000, '{"target_modules": ["a"]} {}', "\0"):
            with self.subTest(text=text[:20]):
                self.write("c.json", text)
                self.refused("audit", "--tree", "tree.txt", "--peft", "c.json", says=["c.json"])


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
