# SPDX-License-Identifier: Apache-2.0
"""What audit --config says of single entries with a mistake, in lists of many libraries: the mistake and the right entry beside it."""

import json

from audit_case import AuditCase, tree

MISTRAL = tree("mistral-7b")
PYTHIA = tree("pythia-160m.tf5.24")


class Entries(AuditCase):
    def audited(self, config, at, status, name="config.json"):
        """The findings by their pattern. Without `status`, something may be found or left open."""
        self.write(name, config if isinstance(config, str) else json.dumps(config))
        arguments = ("--tree", at, "--config", name)
        for each in (0, 1, 4) if status is None else (status,):
            try:
                self.report = self.audit_json(*arguments, status=each)
                break
            except AssertionError:
                if each == 4 or status is not None:
                    raise
        return {each["pattern"]: each for each in self.report["findings"] if each.get("pattern")}

    def quantized(self, at, status, **members):
        return self.audited({"quantization_config": members}, at, status)

    def test_entries_of_lists_that_ask_by_class(self):
        """A name that the model lacks is told, also where the library asks only linear layers."""
        found = self.quantized(PYTHIA, 1, quant_method="gptq", bits=4, dynamic={"+:.*q_proj": {"bits": 8}, "-:model.layers.0": {}, "-:.*input_layernorm": {}, ".*attention.*": {"bits": 8}})
        self.assertEqual({pattern for pattern, each in found.items() if each["kind"] == "unmatched"}, {"+:.*q_proj", "-:model.layers.0"})
        fqn = {"_default": {"_type": "Int4WeightOnlyConfig"}, "gpt_neox.embd_in": {"_type": "IntxWeightOnlyConfig"}}
        found = self.quantized(PYTHIA, 1, quant_method="torchao", quant_type={"default": {"_data": {"fqn_to_config": fqn}}})
        self.assertEqual(list(found), ["gpt_neox.embd_in"])
        self.assertIn('selects nothing; did you mean "', found["gpt_neox.embd_in"]["why"])
        self.assertIn('embed_in"', found["gpt_neox.embd_in"]["why"])
        # torchao takes an embedding that is named whole.
        fqn["gpt_neox.embed_in"] = fqn.pop("gpt_neox.embd_in")
        self.assertEqual(self.quantized(PYTHIA, 0, quant_method="torchao", quant_type={"default": {"_data": {"fqn_to_config": fqn}}}), {})
        chosen = {each["label"]: each["modules"] for each in self.report["results"] if each["label"]}
        self.assertEqual(chosen["IntxWeightOnlyConfig"], ["gpt_neox.embed_in"])

    def test_the_rest_is_meant_for_all_towers(self):
        fqn = {"_default": {"_type": "Int4WeightOnlyConfig"}, "lm_head": None}
        self.assertEqual(self.quantized(tree("qwen3.5-4b"), 0, quant_method="torchao", quant_type={"default": {"_data": {"fqn_to_config": fqn}}}), {})
        fqn = {"re:.*qkv|.*q_proj": {"_type": "Int4WeightOnlyConfig"}}
        found = self.quantized(tree("qwen3.5-4b"), 1, quant_method="torchao", quant_type={"default": {"_data": {"fqn_to_config": fqn}}})
        self.assertEqual([each["kind"] for each in found.values()], ["ambiguity"])

    def test_fp8_takes_experts_whatever_is_in_them(self):
        self.quantized(tree("deepseek-v3.tf5.24"), 0, quant_method="fp8")
        (converted,) = self.report["results"]
        self.assertIn("model.layers.3.mlp.experts", converted["modules"])
        self.quantized(tree("deepseek-v3.tf5.24"), 0, quant_method="fp8", modules_to_not_convert=["mlp.experts"])
        self.assertNotIn("model.layers.3.mlp.experts", {each["what"]: each for each in self.report["results"]}["converted"]["modules"])

    def test_a_number_behind_the_last_layer(self):
        ends = "the numbers of `layers` end at 31"
        for entry, members in (
            ("model.layers.32.mlp.down_proj", {"quant_method": "fp8"}),
            ("model.layers.40.mlp", {"quant_method": "awq"}),
            ("layers.32.mlp", {"quant_method": "awq"}),
            ("re:.*layers.32.*", {"quant_method": "compressed-tensors"}),
            (r"re:model\.layers\.(32)\..*", {"quant_method": "compressed-tensors"}),
            ("model.layers.32.mlp", {"quant_method": "compressed-tensors"}),
            ("model.layers.32*", {"quant_method": "modelopt"}),
        ):
            with self.subTest(entry=entry):
                member = {"fp8": "modules_to_not_convert", "awq": "modules_to_not_convert"}.get(members["quant_method"], "ignore")
                (finding,) = self.quantized(MISTRAL, 1, **members, **{member: [entry]}).values()
                self.assertEqual(finding["severity"], "warning")
                if "(32)" not in entry:
                    self.assertIn(ends, finding["why"])
                right = entry.replace("32", "31").replace("40", "30")
                found = self.quantized(MISTRAL, None, **members, **{member: [right]})
                self.assertFalse([each for each in found.values() if "the numbers of" in each["why"]], right)

    def test_a_misspelt_word(self):
        for entry, right, members in (
            ("model.layers.31.mlp.down_porj", "model.layers.31.mlp.down_proj", {"quant_method": "fp8"}),
            ("re:.*self_atn.o_proj", "re:.*self_attn.o_proj", {"quant_method": "compressed-tensors"}),
            ("re:lm_hed", "re:lm_head", {"quant_method": "compressed-tensors"}),
            ("model.layers.0.self_atn.o_proj", "model.layers.0.self_attn.o_proj", {"quant_method": "compressed-tensors"}),
            ("*self_atn*", "*self_attn*", {"quant_method": "modelopt"}),
        ):
            with self.subTest(entry=entry):
                member = "modules_to_not_convert" if members["quant_method"] == "fp8" else "ignore"
                (finding,) = self.quantized(MISTRAL, 1, **members, **{member: [entry]}).values()
                self.assertIn("did you mean", finding["why"])
                self.assertTrue([each["pattern"] for each in finding["advice"]] == [right] or f'"{right}"' in finding["why"], finding)
                found = self.quantized(MISTRAL, None, **members, **{member: [right]})
                self.assertFalse([each for each in found.values() if "did you mean" in each["why"]])
        # Where the right entry stands beside it, there is nothing to write instead.
        (finding,) = self.quantized(MISTRAL, 1, quant_method="compressed-tensors", ignore=["re:lm_hed", "re:lm_head"]).values()
        self.assertEqual((finding["pattern"], finding["advice"]), ("re:lm_hed", []))
        # The parts of another family are no misspelling.
        found = self.quantized(MISTRAL, 0, quant_method="bitsandbytes", llm_int8_skip_modules=["lm_head", "multi_modal_projector", "merger", "modality_projection", "e_score_correction_bias"])
        self.assertEqual({each["severity"] for each in found.values()}, {"note"})

    def test_parameters_of_peft_that_no_model_has(self):
        config = {"peft_type": "LORA", "target_modules": ["q_proj"], "target_parameters": ["mlp.experts.gate_up_proj", "mlp.experts.down_projj"]}
        self.write("config.json", json.dumps(config))
        report = self.audit_json("--tree", tree("gpt-oss-120b"), "--config", "config.json", status=1)
        (finding,) = [each for each in report["findings"] if each["severity"] == "warning"]
        self.assertIn('"mlp.experts.down_projj" in target_parameters selects nothing', finding["why"])
        self.assertIn('did you mean "mlp.experts.down_proj"', finding["why"])
        config["target_parameters"][1] = "mlp.experts.down_proj"
        self.write("config.json", json.dumps(config))
        self.audit_json("--tree", tree("gpt-oss-120b"), "--config", "config.json", status=0)
        # PEFT makes `gate.weight` of the router, which has an adapter then.
        found = self.audited({"peft_type": "LORA", "target_modules": ["mlp.gate", "q_proj"]}, tree("qwen3-next-80b-a3b"), 0)
        self.assertNotIn("unmatched", [each["kind"] for each in found.values()])
        (gate,) = [each for each in self.report["patterns"] if each["pattern"] == "mlp.gate"]
        self.assertEqual(len(gate["parameters"]), 48)

    def test_what_is_written_stands_in_the_words(self):
        self.write("config.json", json.dumps({"quantization_config": {"quant_method": "awq", "modules_to_not_convert": ["*.o_proj"]}}))
        self.refused("audit", "--tree", MISTRAL, "--config", "config.json", says=['modules_to_not_convert: pattern "*.o_proj" does not compile', r"write `.*\.o_proj`"])
        found = self.quantized(MISTRAL, 1, quant_method="modelopt", ignore=["re:.*lm_head", "lm_head"])
        self.assertEqual([each["pattern"] for each in found["re:.*lm_head"]["advice"]], ["*lm_head"])
        nemo = "peft:\n  _target_: nemo_automodel.components._peft.lora.PeftConfig\n  target_modules: ['re:*v_proj', '*q_proj']\n"
        found = self.audited(nemo, MISTRAL, 1, name="nemo.yaml")
        self.assertIn("`re:` is not a marker in this list", found["re:*v_proj"]["why"])
        self.assertEqual([each["pattern"] for each in found["re:*v_proj"]["advice"]], ["*v_proj"])
        # Stars of one list have one remark.
        self.write("config.json", json.dumps({"quantization_config": {"quant_method": "mxfp4", "modules_to_not_convert": ["model.layers.*.self_attn", "model.layers.*.mlp.router"]}}))
        report = self.audit_json("--tree", tree("gpt-oss-120b"), "--config", "config.json", status=0)
        self.assertEqual(len(report["findings"]), 1)
        self.assertIn('"model.layers.*.self_attn" and "model.layers.*.mlp.router": transformers reads', report["findings"][0]["why"])

    def test_members_that_no_rule_is_known_for_are_named(self):
        def named(status, **members):
            self.quantized(MISTRAL, status, **members)
            config = self.report["config"]
            return {each["member"].removeprefix("quantization_config.") for key in ("not_judged", "unread") for each in config.get(key, []) + self.report.get(key, [])}

        self.assertLessEqual({"extra_config", "block_name_to_quantize"}, named(4, quant_method="auto-round", bits=4, extra_config={"lm_head": {"bits": 8}}, block_name_to_quantize="model.layers"))
        self.assertIn("sparsity_config", named(None, quant_method="compressed-tensors", config_groups={"g": {"targets": ["re:.*q_proj"]}}, sparsity_config={"ignore": ["x"]}))
        self.assertIn("config_groups", named(0, quant_method="modelopt", ignore=["lm_head"], config_groups={"g": {"targets": ["Linear"]}}))
        self.assertIn("config_groups", named(4, quant_method="modelopt", ignore=["lm_head"], config_groups={"g": {"targets": ["*q_proj"]}}))
        self.assertIn("config_for_layers", named(4, quant_method="vptq", config_for_layers={"model.layers.0.mlp.up_proj": {}}, modules_to_not_convert=["lm_head"]))
        self.assertIn("shapes", named(0, quant_method="spqr", shapes={"model.layers.0.mlp.up_proj": 1}, modules_to_not_convert=["lm_head"]))

    def test_hqq_reads_tags(self):
        at = tree("qwen3.5-4b")
        self.assertEqual(self.quantized(at, 0, quant_method="hqq", quant_config={"weight_quant_params": {"nbits": 4}}, skip_modules=["lm_head", "language_model.self_attn.q_proj"]), {})
        left = self.report["results"][0]["modules"]
        self.assertEqual(len(left), 9)
        self.assertIn("model.language_model.layers.3.self_attn.q_proj", left)
        found = self.quantized(at, 1, quant_method="hqq", skip_modules=["lm_head", "q_prj"])
        self.assertEqual(list(found), ["q_prj"])
        found = self.quantized(at, 1, quant_method="hqq", skip_modules=["lm_head", "visual"])
        self.assertIn("reaches only the container", found["visual"]["why"])
        self.quantized(at, 4, quant_method="hqq", quant_config={"self_attn.q_proj": {"nbits": 4}}, skip_modules=["lm_head"])

    def test_trl_makes_a_regex_of_one_entry(self):
        def kind(status, names):
            found = self.audited(f"model_name_or_path: x\nuse_peft: true\nlora_target_modules: {json.dumps(names)}\n", MISTRAL, status, name="trl.yaml")
            self.assertEqual(self.report["config"]["kind"], "a config of TRL")
            return found

        self.assertEqual(kind(0, ["q_proj", "v_proj"]), {})
        self.assertEqual(kind(0, [".*q_proj"]), {})
        kind(1, ["q_proj"])
        self.assertIn("refusal", [each["kind"] for each in self.report["findings"]])
        self.audited("base_model: x\nlora_target_modules: [q_proj]\n", MISTRAL, 0, name="axolotl.yaml")
        self.assertEqual(self.report["config"]["kind"], "a config of axolotl")

    def test_objects_that_say_nothing_are_refused(self):
        for values in ({}, {"quantization_config": {"quant_method": "fp8"}}, {"bits": 4}):
            self.write("config.json", json.dumps({"quantization_config": values}))
            self.refused("audit", "--tree", MISTRAL, "--config", "config.json", says=['"quantization_config" has neither "quant_method" nor a list'])
        self.write("config.json", json.dumps({"quantization_config": {"quant_method": "gptq", "dynamic": True}}))
        self.refused("audit", "--tree", MISTRAL, "--config", "config.json", says=["line 1: ", 'dynamic" must be an object'])
        # A quantize_config.json of AutoGPTQ has no method.
        self.audited({"bits": 4, "group_size": 128, "desc_act": False}, MISTRAL, 0, name="quantize_config.json")
        # bitsandbytes may go without.
        self.quantized(MISTRAL, 0, load_in_4bit=True)

    def test_all_linear_is_no_regex(self):
        self.audited({"peft_type": "LORA", "target_modules": "all-linear"}, tree("deepseek-v3.tf5.24"), None)
        (row,) = self.report["config"]["lists"]
        self.assertEqual(row["rule"], "all linear layers but the output layer")
        self.audited({"peft_type": "LORA", "target_modules": ".*q_proj"}, MISTRAL, 0)
        self.assertIn("re.fullmatch", self.report["config"]["lists"][0]["rule"])

