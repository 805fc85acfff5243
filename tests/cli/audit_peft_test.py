# SPDX-License-Identifier: Apache-2.0
"""overmatch audit of PEFT configs, end to end."""

import json
import os
import unittest

from audit_case import MODEL, AuditCase, tree


class Peft(AuditCase):
    def test_ranks_beside_fused_experts(self):
        self.write("ranks.json", json.dumps({"peft_type": "LORA", "target_modules": ["q_proj", "o_proj", "gate_proj", "down_proj"],
                                             "rank_pattern": {"o_proj": 4}, "alpha_pattern": {"down_proj": 16}}))
        out, _ = self.run_overmatch("audit", "--tree", tree("glm-4.5-air"), "--peft", "ranks.json", status=1)
        self.assertTrue(out.startswith("glm-4.5-air: 785 modules"), out)
        self.assertIn('uneven: "experts" reaches 45 of 46 layers', out)

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
        self.write("c.json", json.dumps({"target_modules": r".*transformer_blocks\.0\.attn\.to_q"}))
        report = self.audit_json("--tree", tree("flux1-dev-transformer"), "--peft", "c.json")
        self.assertEqual(report["patterns"][0]["mode"], "regex")
        self.assertIn("collision", [finding["kind"] for finding in report["findings"]])
        self.write("c.json", json.dumps({"target_modules": r".*q_proj|v_proj"}))
        report = self.audit_json("--tree", tree("llama-2-7b-seqcls"), "--peft", "c.json")
        finding = next(each for each in report["findings"] if "not grouped" in each["why"])
        self.assertEqual(finding["kind"], "unmatched")
        self.assertEqual(report["write_instead"], [{"target_modules": r"(?:.*\.)?(?:q_proj|v_proj)"}])

    def test_what_helps_where_no_entry_does(self):
        """The case of peft#1917: the same text again is no advice, and a regex saves nothing."""
        self.write("tree.txt", MODEL)
        self.write("c.json", json.dumps({"target_modules": ["head"], "modules_to_save": ["model.layers.0.q_proj"]}))
        out, _ = self.run_overmatch("audit", "--tree", "tree.txt", "--peft", "c.json", status=1)
        self.assertNotIn("write instead", out)
        for says in ("PEFT offers no entry here that avoids it", "remedies:", 'for name in ["img_model.layers.0.q_proj"]:\n',
                     "model.get_base_model().get_submodule(name).requires_grad_(False)", "rename `img_model`"):
            self.assertIn(says, out)
        self.assertNotIn("modules_to_save\": null", out, "an adapter instead loses the weights of a new head")
        report = self.audit_json("--tree", "tree.txt", "--peft", "c.json", "--sarif", "a.sarif")
        self.assertEqual(report["write_instead"], [])
        (finding,) = report["findings"]
        self.assertEqual(finding["advice"], [])
        self.assertEqual([remedy["kind"] for remedy in finding["remedies"]], ["freeze", "rename"])
        self.assertIn("What helps", self.read("a.sarif"))

    def test_one_answer_a_member_in_its_own_form(self):
        self.write("c.json", json.dumps({"target_modules": ["q_proj", "v_proj"], "modules_to_save": ["lm_head", "norm"]}))
        out, _ = self.run_overmatch("audit", "--tree", tree("llava-1.5-7b"), "--peft", "c.json", "--json", "a.json", status=1)
        report = json.loads(self.read("a.json"))
        self.assertEqual(report["write_instead"], [{"exclude_modules": ".*vision_tower.*", "for": "model.language_model"},
                                                   {"modules_to_save": ["lm_head", "language_model.norm"]}])
        self.assertIn('"exclude_modules": ".*vision_tower.*"  to keep `model.language_model` only\n', out, "ready to paste")
        self.write("again.json", json.dumps({"target_modules": ["q_proj", "v_proj"], "exclude_modules": ".*vision_tower.*",
                                             "modules_to_save": ["lm_head", "language_model.norm"]}))
        again = self.audit_json("--tree", tree("llava-1.5-7b"), "--peft", "again.json", status=0)
        self.assertEqual((len(again["adapted"]), again["saved"], again["findings"]), (64, ["model.language_model.norm", "lm_head"], []))

    def test_a_folder_stands_for_its_config(self):
        self.write("tree.txt", MODEL)
        os.mkdir(os.path.join(self.folder, "adapter"))
        self.write("adapter/adapter_config.json", json.dumps({"peft_type": "LORA", "target_modules": ["head"]}))
        file = self.audit_json("--tree", "tree.txt", "--peft", "adapter/adapter_config.json", status=0)
        for option in ("--peft", "--config"):
            folder = self.audit_json("--tree", "tree.txt", option, "adapter", status=0)
            self.assertEqual(folder["adapted"], file["adapted"], option)
        os.mkdir(os.path.join(self.folder, "model"))
        self.write("model/config.json", '{"quantization_config": {"quant_method": "awq", "modules_to_not_convert": ["head"]}}')
        self.assertEqual(self.audit_json("--tree", "tree.txt", "--config", "model", status=0)["patterns"][0]["pattern"], "head")
        os.mkdir(os.path.join(self.folder, "empty"))
        for option, says in (("--peft", "empty: the folder has no adapter_config.json\n"), ("--config", "neither adapter_config.json nor config.json")):
            _, err = self.run_overmatch("audit", "--tree", "tree.txt", option, "empty", status=2)
            self.assertIn(says, err)

    def test_where_the_verdict_stands(self):
        """In the first line, also with -q and a config of any kind; in the last one, too, if the first has left the screen."""
        self.write("c.json", json.dumps({"peft_type": "LORA", "target_modules": ["q_proj", "v_proj"], "modules_to_save": ["lm_head", "norm"]}))
        for option in ("--peft", "--config"):
            arguments = ["audit", "--tree", tree("llava-1.5-7b"), option, "c.json"]
            lines = self.run_overmatch(*arguments, status=1)[0].splitlines()
            self.assertRegex(lines[0], r"llava-1.5-7b.*: \d+ modules: 1 error, 1 warning$")
            self.assertGreater(len(lines), 24)
            self.assertEqual(lines[-1], lines[0])
            self.assertEqual(self.run_overmatch(*arguments, "-q", status=1)[0].splitlines(), lines[:1])
        self.write("c.json", json.dumps({"peft_type": "LORA", "target_modules": ["q_proj"], "exclude_modules": ".*vision_tower.*"}))
        lines = self.run_overmatch("audit", "--tree", tree("llava-1.5-7b"), "--peft", "c.json")[0].splitlines()
        self.assertLess(len(lines), 24)
        self.assertNotEqual(lines[-1], lines[0])

    def test_what_is_not_judged_stands_in_every_headline(self):
        self.write("tree.txt", MODEL)
        self.write("peft.json", json.dumps({"peft_type": "LORA", "target_modules": "all-linear"}))
        self.write("other.yaml", "config_groups:\n  g:\n    targets: [Linear]\nignore: [head]\n")
        for option, file, member in (("--peft", "peft.json", "target_modules"), ("--config", "other.yaml", "config_groups.g.targets")):
            arguments = ["audit", "--tree", "tree.txt", option, file]
            with self.subTest(file):
                verdict = f"nothing found; not judged: {member}"
                self.assertIn(verdict, self.run_overmatch(*arguments, status=4)[0].splitlines()[0])
                self.assertIn("overmatch.tree(model).save(FILE)", self.run_overmatch(*arguments, status=4)[0])
                self.assertIn(verdict.replace("_", "\\_"), self.run_overmatch(*arguments, "--format", "markdown", status=4)[0].splitlines()[0])
                self.assertIn(f"::warning file={file},title=overmatch%3A not judged::{member}: ", self.run_overmatch(*arguments, "--format", "github", status=4)[0])
                self.run_overmatch(*arguments, "--html", "out.html", status=4)
                self.assertIn(verdict, self.read("out.html"))

    def test_what_trains_besides_the_adapters(self):
        self.write("tree.txt", "model.q_proj.weight\nmodel.v_proj.weight\nhead.weight\n")
        self.write("c.json", json.dumps({"peft_type": "LORA", "target_modules": ["q_proj"]}))
        self.assertNotIn(" train", self.run_overmatch("audit", "--tree", "tree.txt", "--peft", "c.json")[0])
        self.write("c.json", json.dumps({"peft_type": "LORA", "target_modules": ["q_proj"], "modules_to_save": ["head"]}))
        self.assertIn("besides the adapters, 1 of 3 parameters trains:\n   head.weight\n",
                      self.run_overmatch("audit", "--tree", "tree.txt", "--peft", "c.json")[0])
        self.assertNotIn(" train", self.run_overmatch("audit", "--tree", "tree.txt", "--mode", "match", "--pattern", "model")[0])

    def test_all_linear_alone_tells_no_hazards(self):
        self.write("c.json", json.dumps({"target_modules": "all-linear"}))
        out, _ = self.run_overmatch("audit", "--tree", tree("gpt2"), "--peft", "c.json", status=4)
        self.assertNotIn("hazards", out)

    def test_a_regex_of_a_thousand_alternatives(self):
        regex = "|".join(rf"model\.language_model\.layers\.{layer}\.self_attn\.q_proj" for layer in range(1000))
        self.write("c.json", json.dumps({"target_modules": regex}))
        report = self.audit_json("--tree", tree("llava-1.5-7b"), "--peft", "c.json", status=0)
        self.assertEqual(len(report["patterns"][0]["selected"]), 32)
        self.write("c.json", json.dumps({"target_modules": regex + "|("}))
        _, err = self.run_overmatch("audit", "--tree", tree("llava-1.5-7b"), "--peft", "c.json", status=2)
        self.assertLess(len(err), 1000)

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

    def test_following_the_remedy_settles_the_finding(self):
        """DistilBERT: PEFT saves `pre_classifier`, too, and its author freezes it as the remedy tells."""
        self.write("c.json", json.dumps({"peft_type": "LORA", "target_modules": ["q_lin"], "task_type": "SEQ_CLS"}))
        run = {f"base_model.model.distilbert.transformer.layer.{layer}.attention.q_lin.lora_{half}.default.weight": True
               for layer in range(6) for half in "AB"}
        for head in ("classifier", "pre_classifier"):
            run[f"base_model.model.{head}.original_module.weight"] = False
            run[f"base_model.model.{head}.modules_to_save.default.weight"] = True
        rows = [("as PEFT leaves it", [], 1, [("collision", "error")]),
                ("frozen as told", ["pre_classifier"], 0, [("collision", "note")]),
                ("the head itself frozen", ["classifier"], 1, [("collision", "error"), ("unmatched", "error")])]
        for what, frozen, status, told in rows:
            with self.subTest(what):
                copies = {f"base_model.model.{head}.modules_to_save.default.weight": False for head in frozen}
                self.write("run.json", json.dumps({**run, **copies}))
                report = self.audit_json("--tree", tree("distilbert-base-seqcls"), "--peft", "c.json", "--trainable", "run.json",
                                         status=status)
                self.assertEqual([(finding["kind"], finding["severity"]) for finding in report["findings"]], told)

    def test_heads_that_peft_adds_are_told_once(self):
        members = {"peft_type": "LORA", "target_modules": ["q_lin"], "task_type": "SEQ_CLS"}
        for saved in (None, ["classifier"], ["classifier", "score"], ["classifier", "classifier", "score"]):
            with self.subTest(saved=saved):
                self.write("c.json", json.dumps({**members, "modules_to_save": saved}))
                report = self.audit_json("--tree", tree("distilbert-base-seqcls"), "--peft", "c.json")
                found = [(finding["kind"], finding["modules"]) for finding in report["findings"]]
                self.assertEqual(found, [("collision", ["pre_classifier"])])

    def test_a_model_without_the_heads_of_the_task(self):
        self.write("c.json", json.dumps({"peft_type": "LORA", "target_modules": ["q_lin"], "task_type": "SEQ_CLS"}))
        out, _ = self.run_overmatch("audit", "--tree", tree("distilbert-base-mlm"), "--peft", "c.json", status=0)
        self.assertIn("task_type, read by `endswith`:", out)
        (finding,) = self.audit_json("--tree", tree("distilbert-base-mlm"), "--peft", "c.json", status=0)["findings"]
        self.assertEqual((finding["kind"], finding["severity"]), ("unmatched", "note"))
        self.assertIn('PEFT adds "classifier" and "score" to modules_to_save for SEQ_CLS; the tree has neither', finding["why"])
        self.write("c.json", json.dumps({"peft_type": "LORA", "target_modules": ["q_proj"], "task_type": "SEQ_CLS"}))
        report = self.audit_json("--tree", tree("llama-2-7b-seqcls"), "--peft", "c.json", status=0)
        self.assertEqual(report["findings"], [], "`score` alone is right")

    def test_misspelt_members_and_types(self):
        rows = [({"target_module": ["q_lin"], "peft_type": "LORA"},
                 'target_module: no known release of PEFT has this member; did you mean "target_modules"?'),
                ({"target_modules": ["q_lin"], "rank_patern": {"q_lin": 4}}, 'did you mean "rank_pattern"?'),
                ({"target_modules": ["q_lin"], "peft_type": "NOPE"}, 'has the type "NOPE"; the nearest known one is "BONE"'),
                ({"target_modules": ["q_lin"], "peft_type": "LORRA"}, 'the nearest known one is "LORA"')]
        for config, told in rows:
            with self.subTest(told):
                self.write("c.json", json.dumps(config))
                out, _ = self.run_overmatch("audit", "--tree", tree("distilbert-base-seqcls"), "--peft", "c.json", "--json", "a.json",
                                            status=4)
                said = ["{member}: {what}".format(**each) for each in json.loads(self.read("a.json"))["not_judged"]]
                self.assertTrue(any(told in each for each in said), said)
                self.assertNotIn("needs the model itself", out)

    def test_parameters_of_the_tree(self):
        self.write("p.txt", "model.a.weight\nmodel.a.bias\nhead.weight\npre_head.weight\n")
        report = self.audit_json("--tree", "p.txt", "--mode", "endswith", "--pattern", "head")
        self.assertEqual(report["parameters"], 4)
        self.assertEqual(report["trainable"]["planned"], ["head.weight", "pre_head.weight"])


if __name__ == "__main__":
    unittest.main()
