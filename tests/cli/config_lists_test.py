# SPDX-License-Identifier: Apache-2.0
"""What audit --config says of lists that do less or more than they look like, and of configs without lists: the wrong and the right."""

import json

from audit_case import AuditCase, tree

LINEAR = "torch.nn.modules.linear.Linear"
QWEN = tree("qwen2.5-vl-7b")
MISTRAL = tree("llama-2-7b.tf4.47")


def typed(layers=12):
    """A model with classes: layers with attention, a norm and a projection, and an output layer."""
    rows = [("", "my.Model"), ("model", "my.Inner"), ("model.layers", "torch.nn.modules.container.ModuleList")]
    for layer in range(layers):
        at = f"model.layers.{layer}"
        rows += [(at, "my.Layer"), (at + ".attn", "my.Attention"), (at + ".attn.q_proj", LINEAR), (at + ".norm", "my.Norm"), (at + ".up_proj", LINEAR)]
    rows.append(("lm_head", LINEAR))
    return '{"overmatch_tree": 1}\n' + "".join(json.dumps({"module": path, "class": name}) + "\n" for path, name in rows)


class Lists(AuditCase):
    def setUp(self):
        super().setUp()
        self.write("typed.jsonl", typed())
        self.write("names.txt", "".join(json.loads(line)["module"] + "\n" for line in typed().splitlines()[2:]))

    def config(self, **members):
        self.write("config.json", json.dumps({"quantization_config": members}))

    def found(self, status, *, file="config.json", at="typed.jsonl", least="note"):
        """The findings that are more than `least`."""
        report = self.audit_json("--tree", at, "--config", file, status=status)
        self.report = report
        return [each for each in report["findings"] if each["severity"] != least]

    def results(self):
        return {each["what"] + (" " + each["label"] if each.get("label") else ""): each["modules"] for each in self.report["results"]}

    def test_an_entry_that_reaches_only_a_container(self):
        for members, entry, below, wider in (
            ({"quant_method": "bitsandbytes", "llm_int8_skip_modules": ["visual", "lm_head"]}, "visual", "layer", "model.visual"),
            ({"quant_method": "compressed-tensors", "config_groups": {"g": {"targets": ["Linear"]}}, "ignore": ["model.visual"]}, "model.visual", "layer", r"re:model\.visual(\.|$)"),
            ({"quant_method": "modelopt", "ignore": ["model.language_model.layers.0.mlp"]}, "model.language_model.layers.0.mlp", "layer", "model.language_model.layers.0.mlp.*"),
        ):
            with self.subTest(entry=entry, method=members["quant_method"]):
                self.config(**members)
                (finding,) = self.found(1, at=QWEN)
                self.assertEqual((finding["severity"], finding["pattern"]), ("warning", entry))
                self.assertIn(f'"{entry}" reaches only the container `', finding["why"])
                self.assertIn(" below it are not ", finding["why"])
                self.assertEqual([each["pattern"] for each in finding["advice"]], [wider])
                text = json.dumps(members).replace(json.dumps(entry), json.dumps(wider))
                self.config(**json.loads(text))
                self.assertEqual(self.found(0, at=QWEN), [])
        self.config(quant_method="bitsandbytes", llm_int8_skip_modules=["visual"])
        (finding,) = self.found(1, at=QWEN)
        kept = {each["pattern"]: each for each in self.report["patterns"]}["visual"]["selected"]
        self.assertEqual(kept, ["model.visual"])
        self.assertEqual(set(finding["modules"]) - set(self.results()["converted"]), set())
        # What another entry excludes, or no list takes, is no mistake.
        self.config(quant_method="bitsandbytes", llm_int8_skip_modules=["attn", "q_proj"])
        self.assertEqual(self.found(0), [])
        self.config(quant_method="compressed-tensors", config_groups={"g": {"targets": ["re:.*up_proj"]}}, ignore=["model.layers.0.attn"])
        self.assertEqual(self.found(0), [])

    def test_a_config_that_comes_to_nothing(self):
        for members, at, words in (
            ({"quant_method": "compressed-tensors", "config_groups": {"g": {"targets": ["re:.*q_proj"]}}, "ignore": ["re:.*attn.*"]}, "names.txt", "no module at all is quantized"),
            ({"quant_method": "compressed-tensors", "config_groups": {"g": {"targets": ["re:.*z_proj"]}}}, "names.txt", "no module at all is quantized"),
            ({"quant_method": "fp8", "modules_to_not_convert": ["proj", "lm_head"]}, "typed.jsonl", "no module at all is converted"),
            ({"quant_method": "bitsandbytes", "llm_int8_skip_modules": [""]}, "typed.jsonl", "no module at all is converted"),
            ({"quant_method": "bitsandbytes", "llm_int8_skip_modules": [""]}, "names.txt", "no module at all is converted"),
        ):
            with self.subTest(members=members):
                self.config(**members)
                self.assertIn(words, " ".join(each["why"] for each in self.found(1, at=at) if each["severity"] == "error"))
                self.assertIn([], [each["modules"] for each in self.report["results"]])
                out, _ = self.run_overmatch("audit", "--tree", at, "--config", "config.json", status=1)
                self.assertRegex(out, "0 modules are (quantized|converted)")
        for members in (
            {"quant_method": "compressed-tensors", "config_groups": {"g": {"targets": ["re:.*proj"]}}, "ignore": ["re:.*attn.*"]},
            {"quant_method": "bitsandbytes", "llm_int8_skip_modules": ["lm_head"]},
        ):
            self.config(**members)
            self.assertEqual(self.found(0), [])
            self.assertNotIn([], [each["modules"] for each in self.report["results"]])

    def test_an_entry_that_hits_only_in_the_middle_of_segments(self):
        for at in ("typed.jsonl", "names.txt"):
            self.config(quant_method="fp8", modules_to_not_convert=["proj"])
            (finding,) = self.found(1, at=at)
            self.assertEqual((finding["kind"], finding["severity"]), ("collision", "warning"))
            self.assertEqual(len(finding["modules"]), 24)
            self.config(quant_method="fp8", modules_to_not_convert=["q_proj"])
            self.assertEqual(self.found(0, at=at), [])
            self.config(quant_method="fp8", modules_to_not_convert=["orm"])  # keeps no linear layer
            self.assertEqual(self.found(0, at=at), [])

    def test_numbers_that_are_a_part_of_longer_ones(self):
        wrong = {"re:.*layers.1.*": "compressed", "re:.*layers\\.1.*": "compressed", "-:.*layers\\.1.*": "gptq", "model.layers.1.*": "skip"}
        right = {"re:.*layers\\.1\\..*": "compressed", "re:.*layers\\.1[0-9]\\..*": "compressed", "-:.*layers\\.1\\..*": "gptq", "re:.*layers\\.(1|2)[0-9]?\\..*": "compressed", "model.layers.1": "skip"}
        for entries, findings in ((wrong, 1), (right, 0)):
            for entry, reader in entries.items():
                with self.subTest(entry=entry):
                    if reader == "compressed":
                        self.config(quant_method="compressed-tensors", config_groups={"g": {"targets": ["Linear"]}}, ignore=[entry])
                    elif reader == "skip":
                        self.config(quant_method="awq", modules_to_not_convert=[entry])
                    else:
                        self.config(quant_method="gptq", bits=4, dynamic={entry: {}, "+:.*": {"bits": 8}})
                    told = [each for each in self.found(findings) if each["kind"] == "collision"]
                    self.assertEqual(len(told), findings, self.report["findings"])
                    if findings:
                        self.assertEqual({path.split(".")[2] for path in told[0]["modules"]}, {"10", "11"})
                        self.assertIn("the number 1 is also a part of longer ones, as of 10", told[0]["why"])
        for pattern, status in ((".*layers.1.*", 1), (r".*layers\.(?:1|3).*", 1), (r".*layers\.1\..*", 0), (r".*layers\.9.*", 0)):
            for mode in ("match", "search", "regex"):
                with self.subTest(mode=mode, pattern=pattern):
                    report = self.audit_json("--tree", "names.txt", "--mode", mode, "--pattern", pattern, "--fail-on", "error", status=status)
                    advice = [one["pattern"] for each in report["findings"] if each["kind"] == "collision" for one in each["advice"]]
                    self.assertEqual(bool(advice), bool(status))
                    for one in advice:
                        again = self.audit_json("--tree", "names.txt", "--mode", mode, "--pattern", one, "--fail-on", "error", status=0)
                        self.assertNotIn("model.layers.10.up_proj", again["patterns"][0]["selected"])
                        self.assertIn("model.layers.1.up_proj", again["patterns"][0]["selected"])

    def test_lists_that_a_library_asks_about_linear_layers_only(self):
        torchao = {"quant_method": "torchao", "quant_type": {"default": {"_type": "FqnToConfig", "_data": {"fqn_to_config": {
            "re:.*attn.*": {"_type": "A", "_data": {}}, "_default": {"_type": "B", "_data": {}}}}}}}
        gptq = {"quant_method": "gptq", "bits": 4, "dynamic": {"+:.*attn.*": {"bits": 8}}}
        attention = [f"model.layers.{at}.attn.q_proj" for at in range(12)]
        self.config(**torchao)
        self.found(0)
        self.assertEqual(self.results(), {"quantized A": attention, "quantized B": [f"model.layers.{at}.up_proj" for at in range(12)] + ["lm_head"]})
        self.config(**gptq)
        self.found(0)
        self.assertEqual(self.results(), {'quantized {"bits": 8}': attention})
        for members in (torchao, gptq):  # nobody knows the classes
            self.config(**members)
            self.found(4, at="names.txt")
            self.assertEqual(self.report["results"], [])
            self.assertIn("classes", {each["needs"] for each in self.report["not_judged"]})

    def test_nemo_takes_one_of_three(self):
        for text, status in (
            ("target_modules: ['*q_proj']\nexclude_modules: ['*lm_head']\n_target_: nemo_automodel.x\n", 1),
            ("target_modules: ['*q_proj']\nmatch_all_linear: true\n", 1),
            ("exclude_modules: ['*lm_head']\nmatch_all_linear: true\n", 1),
            ("target_modules: ['*q_proj']\nmatch_all_linear: false\n", 0),
            ("exclude_modules: ['*lm_head']\nmatch_all_linear: false\n", 0),
            ("target_modules: ['*q_proj']\nexclude_modules: []\nmatch_all_linear: false\n", 0),
        ):
            with self.subTest(text=text):
                self.write("nemo.yaml", text)
                found = self.found(status, file="nemo.yaml")
                self.assertEqual([each["kind"] for each in found], ["refusal"] * status)
                self.assertEqual(bool(self.report["results"]), not status)
                if status:
                    self.refused("lock", "--tree", "typed.jsonl", "--config", "nemo.yaml", "--write", "x.lock", says=["NeMo Automodel refuses the config"])

    def test_configs_without_lists(self):
        quark = {"quant_method": "quark"}
        for members, at, status in (
            ({"quant_method": "bitsandbytes", "llm_int8_skip_modules": None}, "typed.jsonl", 0),
            ({"quant_method": "bitsandbytes", "llm_int8_skip_modules": None}, "names.txt", 4),
            ({"quant_method": "awq", "bits": 4, "modules_to_not_convert": None}, "typed.jsonl", 0),
            ({"quant_method": "fp8", "weight_block_size": [128, 128]}, "typed.jsonl", 0),
            ({"quant_method": "fp8"}, "names.txt", 4),
            ({"quant_method": "torchao", "quant_type": {"default": {"_type": "Int4WeightOnlyConfig", "_data": {}}}}, "typed.jsonl", 0),
            ({"quant_method": "mxfp4"}, "names.txt", 0),
            ({"quant_method": "gptq", "bits": 4, "group_size": 128}, "names.txt", 0),
            ({"quant_method": "compressed-tensors"}, "names.txt", 0),
            ({"quant_method": "modelopt"}, "names.txt", 0),
            (quark, "names.txt", 4),
        ):
            with self.subTest(members=members, at=at):
                self.config(**members)
                self.assertEqual(self.found(status, at=at), [])
                if at == "typed.jsonl":
                    converted = self.results()["converted"]
                    self.assertIn("model.layers.0.up_proj", converted)
                    self.assertNotIn("lm_head", converted)
                    self.assertIn("keeps by itself", " ".join(self.report["notes"]))
        self.write("hf.json", json.dumps({"quantization": {"quant_algo": "FP8"}}))
        self.assertEqual(self.found(0, file="hf.json"), [])
        self.write("awq.yaml", "s_stage:\n  q_modifiers:\n    AWQModifier:\n      targets: ['re:.*proj']\n      mappings: [[a, b]]\n")
        self.assertEqual(self.found(0, file="awq.yaml"), [])
        self.assertEqual([each["member"] for each in self.report["config"]["unread"]], ["s_stage.q_modifiers.AWQModifier.mappings"])

    def test_an_earlier_tree(self):
        self.write("before.txt", "old\nold.q_proj\nold.k_proj\nlm_head\n")
        self.write("now.txt", "new\nnew.q_proj\nnew.k_proj\nlm_head\n")
        for entry, kinds in (("re:old.*", ["layout"]), ("re:.*_proj", [])):
            self.config(quant_method="compressed-tensors", config_groups={"g": {"targets": [entry]}})
            report = self.audit_json("--tree", "now.txt", "--config", "config.json", "--tree-before", "before.txt", status=1 if kinds else 0)
            self.assertEqual([each["kind"] for each in report["findings"] if each["kind"] == "layout"], kinds)

    def test_all_linear_layers_of_some_layers(self):
        self.write("a.yaml", "lora_target_linear: true\npeft_layers_to_transform: [0, 1]\n")
        self.assertEqual([each["kind"] for each in self.found(4, file="a.yaml", at="names.txt")], [])
        self.found(0, file="a.yaml")
        self.assertEqual(len(self.report["adapted"]), 4)
        self.write("a.yaml", "lora_target_modules: '.*q_proj'\npeft_layers_to_transform: [0, 1]\n")
        self.assertEqual([each["kind"] for each in self.found(1, file="a.yaml", at="names.txt")], ["refusal"])

    def test_the_release_that_wrote_the_file(self):
        for release, told in (("4.57.0", True), ("5.20.1", True), ("5.21.0", False), (None, False)):
            text = {"quantization_config": {"quant_method": "awq", "modules_to_not_convert": ["lm_head"]}}
            if release:
                text["transformers_version"] = release
            self.write("config.json", json.dumps(text))
            out, _ = self.run_overmatch("audit", "--tree", "typed.jsonl", "--config", "config.json")
            self.assertIn("as since 5.21", out.split("\n\n")[0])
            self.assertEqual("the file is of transformers " + str(release) in out, told)

    def test_tensors_of_another_format(self):
        for names, told in (("model\nmodel.layers\nmodel.layers.0\nmodel.layers.0.up_proj\n", True), ("blk\nblk.0\nblk.0.up\n", False)):
            self.write("tree.txt", names)
            report = self.audit_json("--tree", "tree.txt", "--override-tensor", ".ffn_.*_exps.=CPU")
            self.assertEqual("asks for the names of GGUF" in report["findings"][0]["why"], told)

    def test_errors_name_the_line(self):
        for text, line in (('{"peft_type": "LORA",\n"target_modules": 5}', "line 2: "), ('{"peft_type": "LORA",\n"target_modules":\n["a"], "r": 1,\n"r": 2}', "line 4: "),
                           ('{"a": {"b": "b"},\n"peft_type": "LORA", "target_modules": ["a"],\n"a": 1}', "line 3: ")):
            self.write("a.json", text)
            self.refused("audit", "--tree", "names.txt", "--config", "a.json", says=["a.json: " + line])

    def test_an_input_without_end(self):
        self.refused("audit", "--tree", "names.txt", "--config", "/dev/zero", says=["/dev/zero: more than 16 MiB"])
