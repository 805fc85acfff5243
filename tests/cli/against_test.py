# SPDX-License-Identifier: Apache-2.0
"""overmatch lock --against vllm, end to end."""

import json
import unittest

from audit_case import AuditCase, tree


class Against(AuditCase):
    def against(self, model, config, *arguments, status):
        return self.run_overmatch("lock", "--tree", tree(model), "--config", config, "--against", "vllm", *arguments, status=status)[0]

    def test_a_fused_layer_is_told_by_its_entry(self):
        self.write("recipe.yaml", "targets: [Linear]\nscheme: W4A16\nignore: [lm_head, 're:.*v_proj$']\n")
        out = self.against("qwen3-8b", "recipe.yaml", status=1)
        for text in ("recipe.yaml: vLLM 0.33.0 treats 72 of 253 linear modules otherwise", 'ignore "re:.*v_proj$"', "`qkv_proj`",
                     "model.layers.{0..35}.self_attn.{k_proj,q_proj}  72"):
            self.assertIn(text, out)
        self.write("recipe.yaml", "targets: [Linear]\nscheme: W4A16\nignore: [lm_head, 're:.*[.][qkv]_proj$']\n")
        self.assertIn("treats all 253 linear modules", self.against("qwen3-8b", "recipe.yaml", status=0))

    def test_entries_for_each_layer_are_told_at_once(self):
        names = [f"layers.{at}.mlp.down_proj" for at in range(0, 36, 2)]
        self.write("config.json", json.dumps({"quant_method": "fp8", "modules_to_not_convert": names}))
        out = self.against("qwen3-8b", "config.json", status=1)
        self.assertIn('"layers.0.mlp.down_proj", "layers.2.mlp.down_proj", "layers.4.mlp.down_proj" and 15 more\n', out)
        self.assertRegex(out, r"(?m)^   model\.layers\.\{0,2,4,.*\}\.mlp\.down_proj  18$")
        self.write("config.json", json.dumps({"quant_method": "fp8", "modules_to_not_convert": names[:2]}))
        self.assertEqual(self.against("qwen3-8b", "config.json", status=1).count("left out by transformers"), 2, "few are told one by one")

    def test_all_prints_every_line(self):
        towers = [".".join(["model.vision_tower", *"abcdefghi"[:depth], "fc"]) for depth in range(1, 10)]
        self.write("tree.txt", "\n".join(["model.language_model.fc", *towers]) + "\n")
        self.write("recipe.yaml", "targets: [Linear]\nscheme: W4A16\nignore: ['re:vision_tower.*']\n")
        for arguments, hidden in (([], True), (["--all"], False)):
            out, _ = self.run_overmatch("lock", "--tree", "tree.txt", "--config", "recipe.yaml", "--against", "vllm", *arguments, status=1)
            self.assertEqual("more lines (--all)" in out, hidden, out)

    def test_what_makes_no_sense_is_refused(self):
        self.write("config.json", json.dumps({"quant_method": "fp8", "modules_to_not_convert": ["lm_head"]}))
        self.write("unknown.json", json.dumps({"quant_method": "quanto", "modules_to_not_convert": ["lm_head"]}))
        self.write("peft.json", json.dumps({"peft_type": "LORA", "target_modules": ["q_proj"]}))
        model = ["lock", "--tree", tree("qwen3-8b")]
        for arguments, says in (
            ([*model, "--config", "config.json", "--against", "tgi"], '--against "tgi": the server that is known is vllm'),
            ([*model, "--mode", "exact", "--pattern", "a", "--against", "vllm"], "--against needs --config"),
            ([*model, "--config", "config.json", "--against", "vllm", "--write", "x.lock"], "leave out --write and --check"),
            ([*model, "--config", "config.json", "--against", "vllm", "--format", "github"], "--format needs --check"),
            ([*model, "--config", "unknown.json", "--against", "vllm"], "known are lists of compressed-tensors, fp8, awq, gptq and modelopt"),
            ([*model, "--config", "peft.json", "--against", "vllm"], "--against vllm: vLLM 0.33.0 reads nothing of"),
        ):
            with self.subTest(arguments=arguments):
                self.refused(*arguments, says=[says])
        self.assertNotIn("x.lock", self.files("."))


if __name__ == "__main__":
    unittest.main()
