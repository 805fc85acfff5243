# SPDX-License-Identifier: Apache-2.0
"""overmatch audit --config, end to end: configs that people published, on the models that they are for."""

import json
import os
import shlex
import unittest

from audit_case import AuditCase, tree
from config_trees import TREES
from support import SOURCE

CONFIGS = os.path.join(SOURCE, "tests/data/configs")
PEFT = "an adapter_config.json of PEFT"
AXOLOTL = "a config of axolotl"
RECIPE = "a recipe of llm-compressor"
LLAMA = "options of llama.cpp"

# Each config, the tree of its model, its kind, and what must be reported: (kind of finding, a part of its words or of its pattern).
# A name in config_trees.py stands for a tree that is made there; others are of the corpus.
REAL = (
    ("qwenchart-v5.json", "qwen2.5-vl-7b", PEFT, ()),
    ("qwenchart-v9.json", "qwen2.5-vl-7b", PEFT, (("unmatched", "visual.blocks.X.attn.proj"), ("unmatched", "visual.blocks.X.attn.qkv"))),
    ("qwenchart-v12.json", "qwen2.5-vl-7b", PEFT, (("ambiguity", "model.visual"),)),
    ("qwenchart-v13.json", "qwen2.5-vl-7b", PEFT, (("refusal", "no module at all"),)),
    ("qwenchart-v14.json", "qwen2.5-vl-7b", PEFT, (("collision", "model.embed_tokens"),)),
    ("qwenchart-v17.json", "gemma-3-4b-it", PEFT, (("ambiguity", "model.vision_tower"), ("collision", "model.embed_tokens"))),
    ("smolvlm-256m-hw4.json", "smolvlm-256m", PEFT, (("ambiguity", "model.vision_model"),)),
    ("bert-base-seqcls.json", "bert-base-seqcls", PEFT, ()),
    ("whisper-large-v3-turbo.json", "whisper-tiny", PEFT, (("ambiguity", "encoder"),)),
    ("baichuan2-7b-wpack.json", "baichuan2-7b", PEFT, ()),
    ("mixtral-8x22b-unfrozen.yaml", "mixtral-8x22b.tf4.47", AXOLOTL, ()),
    ("gemma-3-4b-unfrozen.yaml", "gemma-3-4b-it", AXOLOTL, (("unmatched", "any number of dots"),)),
    ("paddleocr-vl.yaml", "paddleocr-vl", AXOLOTL, ()),
    ("gemma-4-26b-a4b.yaml", "gemma-4-26b-a4b", AXOLOTL, ()),
    ("lfm2-8b-a1b.yaml", "lfm2-8b-a1b", AXOLOTL, ()),
    ("qwen3.5-4b-ebft.yaml", "qwen3.5-4b", AXOLOTL, ()),
    ("llava-1.5-7b.yaml", "llava-1.5-7b", AXOLOTL, ()),
    ("llava-1.5-7b.yaml", "llava-1.5-7b.tf4.47", AXOLOTL, (("refusal", "no module at all"), ("layout", ""))),
    ("qwen2-vl-7b.yaml", "qwen2-vl-7b", AXOLOTL, ()),
    ("ministral3-3b.yaml", "ministral-3-3b", "a config of NeMo Automodel", ()),
    ("minimax-2.1.yaml", "minimax-2.1", LLAMA, (("unmatched", "`-` in front"), ("dead", "decides nothing"))),
    ("openflamingo-mmgpt.json", "openflamingo", PEFT, ()),
    ("gemma-4-e2b-echo.json", "gemma-4-e2b", PEFT, ()),
    ("gpt-oss-120b.yaml", "gpt-oss-120b.gguf", LLAMA, ()),
    ("fp8-dynamic.yaml", "llava-1.5-7b", RECIPE, (("unmatched", "re:vision_tower.*"),)),
    ("qwen3-vl-30b-a3b.llm-compressor.yaml", "qwen3-vl-30b-a3b", RECIPE, (("unmatched", "re:visual.*"),)),
    ("kimi-k2.6.llm-compressor.yaml", "kimi-k2.6", RECIPE, ()),
    ("gpt-oss-120b-hf.json", "gpt-oss-120b", "a config.json with the quantization_config of mxfp4", (("unmatched", "vLLM compares"),)),
)


class Configs(AuditCase):
    def tree(self, name):
        if name not in TREES:
            return tree(name)
        file = name + ".txt"
        if not os.path.exists(os.path.join(self.folder, file)):
            self.write(file, "\n".join(TREES[name]()) + "\n")
        return file

    def audit(self, config, name, *arguments):
        out = self.any_status("audit", "--tree", self.tree(name), "--config", config, "--json", "-", *arguments)
        return json.loads(out)

    def any_status(self, *arguments):
        """Runs an audit that may find something, or leave something open."""
        for status in (0, 1, 4):
            try:
                return self.run_overmatch(*arguments, status=status)[0]
            except AssertionError:
                if status == 4:
                    raise
        raise AssertionError

    def test_published_configs(self):
        told = {row[0] for row in REAL}
        self.assertEqual(told, set(os.listdir(CONFIGS)), "a row for each config")
        for config, model, kind, findings in REAL:
            with self.subTest(config=config, model=model):
                report = self.audit(os.path.join(CONFIGS, config), model)
                self.assertEqual(report["config"]["kind"], kind)
                self.assertTrue(report["config"]["lists"])
                for wanted, words in findings:
                    of_kind = [each for each in report["findings"] if each["kind"] == wanted]
                    self.assertTrue([each for each in of_kind if words in each["why"] or words == each["pattern"]], (wanted, words, report["findings"]))

    def test_a_sound_config_is_not_accused(self):
        for config, model in (
            ("qwenchart-v5.json", "qwen2.5-vl-7b"),
            ("baichuan2-7b-wpack.json", "baichuan2-7b"),
            ("bert-base-seqcls.json", "bert-base-seqcls"),
            ("mixtral-8x22b-unfrozen.yaml", "mixtral-8x22b.tf4.47"),
            ("paddleocr-vl.yaml", "paddleocr-vl"),
            ("ministral3-3b.yaml", "ministral-3-3b"),
            ("gpt-oss-120b.yaml", "gpt-oss-120b.gguf"),
            ("llava-1.5-7b.yaml", "llava-1.5-7b"),
        ):
            with self.subTest(config=config):
                report = self.audit(os.path.join(CONFIGS, config), model)
                self.assertEqual([each for each in report["findings"] if each["severity"] != "note"], [])

    def test_what_lists_select_on_real_models(self):
        report = self.audit(os.path.join(CONFIGS, "mixtral-8x22b-unfrozen.yaml"), "mixtral-8x22b.tf4.47")
        counts = {row["pattern"]: len(row["parameters"]) for row in report["patterns"]}
        self.assertEqual(counts["model.layers.4[4-9]+.block_sparse_moe.gate"], 6)
        self.assertEqual(counts["^lm_head.weight$"], 1)
        (unfrozen,) = report["results"]
        self.assertEqual(unfrozen["what"], "unfrozen")
        self.assertIn("model.layers.55.block_sparse_moe.gate", unfrozen["modules"])
        self.assertNotIn("model.layers.43.block_sparse_moe.gate", unfrozen["modules"])
        report = self.audit(os.path.join(CONFIGS, "gpt-oss-120b.yaml"), "gpt-oss-120b.gguf")
        self.assertEqual(report["results"][0]["label"], "CPU")
        self.assertEqual(len(report["results"][0]["modules"]), 36 * 3)
        report = self.audit(os.path.join(CONFIGS, "gpt-oss-120b-hf.json"), "gpt-oss-120b")
        self.assertEqual(report["results"][0]["what"], "left as is")
        self.assertNotIn("model.layers.0.mlp.experts", report["results"][0]["modules"])

    def test_the_first_lines_say_what_was_recognised(self):
        file = os.path.join(CONFIGS, "fp8-dynamic.yaml")
        out, _ = self.run_overmatch("audit", "--tree", tree("llava-1.5-7b"), "--config", file, status=1)
        first = out.split("\n\n")[0]
        self.assertIn("a recipe of llm-compressor, read by llm-compressor 0.14.0", first)
        self.assertIn("QuantizationModifier.ignore, 5 entries: `re:P` is re.match of P", first)
        self.assertIn("QuantizationModifier.targets: not judged", first)

    def test_patterns_can_be_pasted_back(self):
        """What is printed stands in the file, in the line that JSON and SARIF name."""
        for name, model in (("minimax-2.1.yaml", "minimax-2.1"), ("fp8-dynamic.yaml", "llava-1.5-7b"), ("gemma-3-4b-unfrozen.yaml", "gemma-3-4b-it"), ("qwenchart-v9.json", "qwen2.5-vl-7b")):
            with open(os.path.join(CONFIGS, name), encoding="utf-8") as file:
                lines = file.read().split("\n")
            report = self.audit(os.path.join(CONFIGS, name), model, "--sarif", "out.sarif")
            for row in report["patterns"]:
                with self.subTest(config=name, pattern=row["pattern"]):
                    self.assertEqual(row["entry"], row["pattern"])
                    self.assertIn(row["pattern"], lines[row["line"] - 1])
            with open(os.path.join(self.folder, "out.sarif"), encoding="utf-8") as file:
                results = json.load(file)["runs"][0]["results"]
            starts = {row["line"] for row in report["patterns"]} | {1}
            for result in results:
                place = result["locations"][0]["physicalLocation"]
                self.assertTrue(place["artifactLocation"]["uri"].endswith(name))
                self.assertIn(place["region"]["startLine"], starts)

    def test_every_command_of_the_page(self):
        self.write("model.txt", "model\nmodel.q_proj\nlm_head\n")
        self.write("model.gguf.txt", "blk.1.attn_q.weight\nblk.1.ffn_up_exps.weight\nblk.2.ffn_up_exps.weight\n")
        self.write("config.json", '{"quantization_config": {"quant_method": "awq", "modules_to_not_convert": ["lm_head"]}}')
        self.write("recipe.yaml", "a_stage:\n  b_modifiers:\n    GPTQModifier:\n      targets: ['re:.*q_proj']\n      ignore: [lm_head]\n")
        self.write("axolotl.yaml", "base_model: m\nlora_target_modules: [q_proj]\n")
        with open(os.path.join(SOURCE, "docs/configs.md"), encoding="utf-8") as page:
            block = page.read().split("```sh\n")[1].split("```")[0]
        commands = [shlex.split(line, comments=True) for line in block.splitlines()]
        self.assertGreater(len(commands), 3)
        for program, *arguments in commands:
            with self.subTest(arguments=arguments):
                self.assertEqual(program, "overmatch")
                self.run_overmatch(*arguments)

    def test_what_is_not_judged_gives_status_4(self):
        self.write("tree.txt", "model\nmodel.q_proj\nlm_head\n")
        self.write("linear.yaml", "config_groups:\n  g:\n    targets: [Linear]\nignore: [lm_head]\n")
        self.run_overmatch("audit", "--tree", "tree.txt", "--config", "linear.yaml", status=4)
        self.write("names.yaml", "config_groups:\n  g:\n    targets: [model.q_proj]\nignore: [lm_head]\n")
        self.run_overmatch("audit", "--tree", "tree.txt", "--config", "names.yaml", status=0)
        self.write("wrong.yaml", "config_groups:\n  g:\n    targets: [Linear]\nignore: [lm_haed]\n")
        self.run_overmatch("audit", "--tree", "tree.txt", "--config", "wrong.yaml", status=1)
        self.write("typed.jsonl", '{"overmatch_tree": 1}\n{"module": "", "class": "my.M"}\n{"module": "q", "class": "torch.nn.modules.linear.Linear"}\n{"module": "lm_head", "class": "torch.nn.modules.linear.Linear"}\n')
        out, _ = self.run_overmatch("audit", "--tree", "typed.jsonl", "--config", "linear.yaml", "--json", "-", status=0)
        self.assertEqual(json.loads(out)["results"][0], {"what": "quantized", "modules": ["q"]})

    def test_peft_is_read_as_with_its_own_option(self):
        file = os.path.join(CONFIGS, "qwenchart-v9.json")
        own = self.audit_json("--tree", self.tree("qwen2.5-vl-7b"), "--peft", file)
        report = self.audit(file, "qwen2.5-vl-7b")
        for key in ("adapted", "saved", "findings", "write_instead", "not_judged"):
            self.assertEqual(report[key], own[key], key)

    def test_options_of_llama_cpp(self):
        self.tree("minimax-2.1")
        report = self.audit_json("--tree", "minimax-2.1.txt", "--override-tensor", r"blk\.1\.=CUDA0,.ffn_.*_exps.=CPU", status=0)
        self.assertEqual([(row["pattern"], row["label"]) for row in report["patterns"]], [(r"blk\.1\.", "CUDA0"), (".ffn_.*_exps.", "CPU")])
        placed = {row["label"]: row["modules"] for row in report["results"]}
        self.assertIn("blk.1.ffn_up_exps", placed["CUDA0"])
        self.assertNotIn("blk.1.ffn_up_exps", placed["CPU"])
        report = self.audit_json("--tree", "minimax-2.1.txt", "--tensor-type", "FFN_UP=q4_k", "--tensor-type", "ffn_up_exps=q8_0")
        self.assertEqual([each["kind"] for each in report["findings"] if each["severity"] != "note"], ["dead"])
        self.assertEqual(report["patterns"][0]["read_as"], {"mode": "search", "pattern": "ffn_up"})


class Refusals(AuditCase):
    def test_hostile_configs(self):
        self.write("tree.txt", "model\n")
        os.mkdir(os.path.join(self.folder, "folder"))
        laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
        for name, text, says in (
            ("a.json", "", ["a.json", "empty"]),
            ("a.json", "{", ["a.json", "no JSON"]),
            ("a.json", "[]", ["not a config"]),
            ("a.json", "{}", ["of no known kind"]),
            ("a.json", '{"lora_target_modules": ["a"], "lora_target_modules": ["b"]}', ["occurs twice"]),
            ("a.json", '{"a": ' + "[" * 100_000, ["deep"]),
            ("a.json", b'{"ignore": ["re:\xff"]}', ["UTF-8"]),
            ("a.json", '{"ignore": ["re:a"]}'.encode("utf-16"), ["UTF-8"]),
            ("a.json", b'{"ignore": ["re:a\x00"]}', ["NUL"]),
            ("a.json", '{"quantization_config": 3}', ["must be an object"]),
            ("a.yaml", "\t- a", ["a.yaml", "no YAML"]),
            ("a.yaml", laughs, ["aliases"]),
            ("a.yaml", "a: " + "[" * 100_000, ["deep"]),
            ("a.yaml", "a: !!python/object/apply:os.system [ls]", ["line 1", "tag"]),
            ("a.yaml", "a: 1\na: 2", ["line 2", "occurs twice"]),
            ("a.yaml", "lora_target_modules: 5", ["line 1", "lora_target_modules"]),
            ("a.yaml", "lora_target_modules: [1]", ["lora_target_modules", "strings"]),
            ("a.yaml", "lora_target_modules: '('", ["a.yaml"]),
            ("a.yaml", "unfrozen_parameters: ['(']", ["a.yaml", "line 1", "unfrozen_parameters"]),
            ("a.yaml", "ignore: ['re:(']", ["a.yaml", "line 1", "ignore"]),
            ("a.yaml", b"a: \x00", ["a.yaml"]),
            ("a.yaml", "x" * 17_000_000, ["16 MiB"]),
        ):
            with self.subTest(text=text[:60]):
                self.write(name, text)
                self.refused("audit", "--tree", "tree.txt", "--config", name, says=says)
        self.refused("audit", "--tree", "tree.txt", "--config", "folder", says=["folder"])
        self.refused("audit", "--tree", "tree.txt", "--config", "missing.json", says=["missing.json"])
        # The same texts are read once they are right.
        self.write("a.yaml", b"\xef\xbb\xbflora_target_modules: &a [model]\r\nother: *a\r\n")
        self.run_overmatch("audit", "--tree", "tree.txt", "--config", "a.yaml")

    def test_contradictory_options(self):
        self.write("tree.txt", "model\n")
        self.write("a.yaml", "unfrozen_parameters: [model]\n")
        config = ["audit", "--tree", "tree.txt", "--config", "a.yaml"]
        for arguments, says in (
            ([*config, "--mode", "exact", "--pattern", "a"], ["--config", "--pattern"]),
            ([*config, "--mode", "exact"], ["--mode", "--config"]),
            ([*config, "--peft", "a.yaml"], ["--peft", "--config"]),
            ([*config, "--override-tensor", "a=b"], ["--config", "--override-tensor"]),
            ([*config, "--peft-version", "0.20.0"], ["--peft-version", "axolotl"]),
            (["audit", "--tree", "tree.txt", "--override-tensor", "a"], ["--override-tensor", "PATTERN=BUFFER"]),
            (["audit", "--tree", "tree.txt", "--override-tensor", "(=CPU"], ["--override-tensor"]),
            (["audit", "--tree", "tree.txt", "--tensor-type", "a="], ["--tensor-type", "PATTERN=TYPE"]),
            (["audit", "--tree", "tree.txt", "--tensor-type", "a=b", "--mode", "exact", "--pattern", "a"], ["--tensor-type", "--pattern"]),
        ):
            with self.subTest(arguments=arguments):
                self.refused(*arguments, says=says)
        self.run_overmatch(*config)


if __name__ == "__main__":
    unittest.main()
