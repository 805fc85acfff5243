# SPDX-License-Identifier: Apache-2.0
"""overmatch lock, end to end."""

import json
import os
import unittest

from audit_case import AuditCase, tree

LORA = {"peft_type": "LORA", "peft_version": "0.14.0", "target_modules": ["q_proj", "v_proj"], "modules_to_save": ["lm_head"]}
MODEL = "model\nmodel.layers\nmodel.layers.0\nmodel.layers.0.q_proj\nmodel.layers.0.v_proj\nlm_head\n"


class Lock(AuditCase):
    def setUp(self):
        super().setUp()
        self.write("config.json", json.dumps(LORA))
        self.write("model.txt", MODEL)

    def lock(self, *arguments, **options):
        return self.run_overmatch("lock", *arguments, **options)[0]

    def checked(self, *arguments, status, says=(), never=()):
        """What `lock --check` of model.lock says."""
        out = self.lock(*arguments, "--check", "model.lock", status=status)
        for text in says:
            self.assertIn(text, out)
        for text in never:
            self.assertNotIn(text, out)
        return out

    def test_file_reads_well(self):
        self.lock("--tree", "model.txt", "--peft", "config.json", "--write", "model.lock")
        text = self.read("model.lock")
        self.assertRegex(text, r"\Aovermatch lock 1\n#.*\ntree: 6 modules, digest [0-9a-f]{16}\nread by: PEFT 0\.14\.0\n")
        for block in (
            "result adapted: 2\n  model.layers.0.{q_proj,v_proj}  2\n",
            "result saved: 1\n  lm_head  1\n",
            'entry target_modules "q_proj": 1\n  model.layers.0.q_proj  1\n',
            'entry modules_to_save "lm_head": 1\n  lm_head  1\n',
        ):
            self.assertIn("\n" + block, text)
        self.assertEqual(self.lock("--tree", "model.txt", "--peft", "config.json"), text, "standard output is the default")
        shuffled = "\n".join(reversed(MODEL.split()))
        self.write("shuffled.txt", shuffled)
        self.assertEqual(self.lock("--tree", "shuffled.txt", "--peft", "config.json"), text, "the order of the tree's file does not matter")

    def test_same_selection_passes(self):
        self.write("ranks.json", json.dumps({"peft_type": "LORA", "target_modules": ["proj_out", "down_proj"], "rank_pattern": {"down_proj": 4}}))
        for name in ("deepseek-v3", "flux1-dev-transformer", "llama-2-7b.tf4.47"):
            with self.subTest(tree=name):
                for arguments in (
                    ["--peft", "ranks.json"],
                    ["--mode", "segment", "--pattern", "q_proj", "--pattern", "model"],
                    ["--mode", "endswith", "--pattern", "proj", "--label", "a", "--pattern", "0", "--label", "null", "--order", "last"],
                    ["--mode", "transformers-skip", "--pattern", "lm_head"],
                ):
                    self.lock("--tree", tree(name), *arguments, "--write", "model.lock")
                    # Without classes, nobody knows how PEFT rewrites target_modules for fused experts.
                    fused = name == "deepseek-v3" and arguments[0] == "--peft"
                    self.checked("--tree", tree(name), *arguments, status=4 if fused else 0, says=["the same as far as it is judged" if fused else "the selection is the same"])

    def test_renames_of_a_release_are_told(self):
        self.lock("--tree", tree("llava-1.5-7b.tf4.47"), "--peft", "config.json", "--write", "model.lock")
        self.checked(
            "--tree", tree("llava-1.5-7b"), "--peft", "config.json", status=1,
            says=[
                "the selection differs: 113 names renamed\n   the tree has 724 modules, and had 756\n",
                "adapted, renamed: 64 names: `language_model.model` is `model.language_model` now\n"
                "   language_model.model.layers.{0..31}.self_attn.{q_proj,v_proj}  64\n",
                "saved, renamed: 1 name: no longer below `language_model`\n   language_model.lm_head\n",
            ],
            never=["gone", "new"])
        # A pattern with the whole path selects nothing there.
        exact = ["--mode", "run", "--pattern", "language_model.model.layers"]
        self.lock("--tree", tree("llava-1.5-7b.tf4.47"), *exact, "--write", "model.lock")
        self.checked("--tree", tree("llava-1.5-7b"), *exact, status=1, says=["`language_model.model` is `model.language_model` now, and no entry selects that"])

    def test_edited_config_is_told(self):
        self.lock("--tree", tree("llama-2-7b.tf4.47"), "--peft", "config.json", "--write", "model.lock")
        self.write("edited.json", json.dumps(dict(LORA, target_modules=["q_proj", "k_proj"])))
        self.checked(
            "--tree", tree("llama-2-7b.tf4.47"), "--peft", "edited.json", status=1,
            says=[
                "the selection differs: 32 names gone, 32 new\n   the tree is the same\n",
                'entries that are gone: target_modules "v_proj"\n',
                'new entries: target_modules "k_proj"\n',
                'adapted, gone: 32 names: was selected by target_modules "v_proj"; the entry is gone\n   model.layers.{0..31}.self_attn.v_proj  32\n',
                'adapted, new: 32 names: selected by target_modules "k_proj", which the lock file does not have\n',
            ])
        self.write("excluding.json", json.dumps(dict(LORA, peft_version="0.15.0", exclude_modules=["layers.0.self_attn.q_proj"])))
        self.checked("--tree", tree("llama-2-7b.tf4.47"), "--peft", "excluding.json", status=1,
                     says=['was selected by target_modules "q_proj"; now in exclude_modules "layers.0.self_attn.q_proj"\n   model.layers.0.self_attn.q_proj\n',
                           "read by PEFT 0.15.0, and by PEFT 0.14.0 then"])

    def test_a_changed_number_is_no_other_reading(self):
        self.write("layers.json", json.dumps(dict(LORA, layers_to_transform=[0, 1])))
        self.write("fewer.json", json.dumps(dict(LORA, layers_to_transform=[0])))
        at = ("--tree", tree("llama-2-7b.tf4.47"))
        self.lock(*at, "--peft", "layers.json", "--write", "model.lock")
        self.checked(*at, "--peft", "layers.json", status=0)
        self.checked(*at, "--peft", "fewer.json", status=1, never=["read otherwise"],
                     says=['was selected by target_modules "q_proj"; the rest of the config takes it from the entry now\n   model.layers.1.self_attn.q_proj\n'])

    def test_what_no_entry_selects_is_told_without_one(self):
        self.write("skip.json", json.dumps({"quantization_config": {"quant_method": "bitsandbytes", "llm_int8_skip_modules": ["lm_head"]}}))
        self.lock("--tree", tree("llava-1.5-7b.tf5.24"), "--config", "skip.json", "--write", "model.lock")
        self.checked("--tree", tree("llava-1.5-7b.tf4.47"), "--config", "skip.json", status=1, never=["no entry selects", "; \n"],
                     says=["`model.language_model` is `language_model.model` now, and that is not in this result\n"])

    def test_release_is_told_and_refusals_fail(self):
        self.lock("--tree", "model.txt", "--peft", "config.json", "--write", "model.lock")
        self.checked("--tree", "model.txt", "--peft", "config.json", "--peft-version", "0.21.2", status=0, says=["read by PEFT 0.21.2, and by PEFT 0.14.0 then"])
        self.write("none.json", json.dumps(dict(LORA, target_modules=["nothing"])))
        self.checked("--tree", "model.txt", "--peft", "none.json", status=1, says=["PEFT 0.14.0 refuses the config"])
        self.refused("lock", "--tree", "model.txt", "--peft", "none.json", "--write", "x.lock", says=["PEFT 0.14.0 refuses the config"])
        self.assertEqual(self.files("."), ["config.json", "model.lock", "model.txt", "none.json"])

    def test_two_dialects(self):
        """One list, read by the library that writes the checkpoint and by another that serves it."""
        self.write("tree.txt", MODEL + "lm_head.proj\nmy_lm_head\n")
        listed = ["--tree", "tree.txt", "--pattern", "lm_head"]
        self.lock(*listed, "--mode", "compressed-tensors", "--write", "model.lock")
        self.checked(*listed, "--mode", "compressed-tensors", status=0)
        self.checked(*listed, "--mode", "substring", status=1,
                     says=["read by substring, and by compressed-tensors then", "selected, new: ", "my_lm_head"])

    def test_wrong_files_are_refused(self):
        self.lock("--tree", "model.txt", "--peft", "config.json", "--write", "model.lock")
        good = self.read("model.lock")
        lines = good.splitlines()
        place = lines.index("result adapted: 2")
        for change, says in (
            (lambda text: text.replace("result adapted: 2", "result adapted: 3"), [f"damaged.lock:{place + 3}: ", "says 3 names and lists 2"]),
            (lambda text: text.replace("{q_proj,v_proj}  2", "{q_proj,v_proj}  1"), [f"damaged.lock:{place + 2}: ", "does not stand for 1 names"]),
            (lambda text: text.replace("{q_proj,v_proj}", "{q_proj,v_proj"), [f"damaged.lock:{place + 2}: "]),
            (lambda text: text[:40], ["damaged.lock:"]),
            (lambda text: text.replace("lock 1", "lock 7"), ["damaged.lock:1: has format 7"]),
            (lambda text: text.replace("result", "<<<<<<< HEAD\nresult", 1), ["merge conflict"]),
            (lambda text: "", ["damaged.lock:1: is no lock file"]),
            (lambda text: text + "\0\n", ["damaged.lock:"]),
        ):
            self.write("damaged.lock", change(good))
            self.refused("lock", "--tree", "model.txt", "--peft", "config.json", "--check", "damaged.lock", says=says)
        self.refused("lock", "--tree", "model.txt", "--peft", "config.json", "--check", "absent.lock", says=["absent.lock"])
        self.refused("lock", "--tree", "model.txt", "--peft", "config.json", "--write", "no/such/a.lock", says=["no/such"])
        self.refused("lock", "--tree", "model.txt", "--peft", "config.json", "--write", "a.lock", "--check", "model.lock", says=["--write and --check"])
        self.refused("lock", "--tree", "model.txt", says=["lock needs what selects modules"])
        self.refused("lock", "--tree", "model.txt", "--mode", "exact", says=["--mode needs patterns"])

    def test_what_is_not_judged_is_compared_as_text(self):
        self.write("typed.jsonl", '{"overmatch_tree": 1}\n{"module": "", "class": "my.M"}\n{"module": "q", "class": "torch.nn.modules.linear.Linear"}\n')
        quark = {"quantization_config": {"quant_method": "quark", "exclude": ["lm_head"]}}
        groups = {"quantization_config": {"quant_method": "compressed-tensors", "config_groups": {"g": {"targets": ["Linear"]}}, "ignore": ["lm_head", "model"]}}
        linear = {"base_model": "m", "lora_target_linear": True, "lora_target_modules": ["q_proj"]}
        for name, config, change in (
            ("quark", quark, lambda config: config["quantization_config"].update(exclude=["*"])),
            ("ignore", groups, lambda config: config["quantization_config"].update(ignore=["lm_head"])),
            ("new list", {"quantization_config": {"quant_method": "compressed-tensors", "config_groups": {"g": {"targets": ["Linear"]}}}},
             lambda config: config["quantization_config"].update(ignore=["lm_head"])),
            ("targets", groups, lambda config: config["quantization_config"]["config_groups"]["g"].update(targets=["Embedding"])),
            ("axolotl", linear, lambda config: config.update(lora_exclude_modules=["v_proj"])),
        ):
            with self.subTest(name=name):
                self.write("c.json", json.dumps(config))
                locked = ["--tree", "model.txt", "--config", "c.json"]
                self.lock(*locked, "--write", "model.lock")
                self.checked(*locked, status=4, says=["the same as far as it is judged", "not judged, then and now, and its text is the same"])
                self.assertEqual(json.loads(self.checked(*locked, "--json", "-", status=4))["complete"], False)
                changed = json.loads(json.dumps(config))
                change(changed)
                self.write("c.json", json.dumps(changed))
                self.checked(*locked, status=1, says=["what is not judged is edited", ", edited: was "])
                (edit,) = [each for each in json.loads(self.checked(*locked, "--json", "-", status=1))["changes"] if each["kind"] == "edited"]
                self.assertEqual(edit["names"], [])
        # Only where something is judged is that compared, too.
        self.write("c.json", json.dumps(quark))
        _, err = self.run_overmatch("lock", "--tree", "model.txt", "--config", "c.json", "--write", "model.lock")
        self.assertIn("nothing that is judged is locked", err)
        groups["quantization_config"]["ignore"] = []
        self.write("c.json", json.dumps(groups))
        _, err = self.run_overmatch("lock", "--tree", "typed.jsonl", "--config", "c.json", "--write", "model.lock")
        self.assertEqual(err, "")
        self.checked("--tree", "typed.jsonl", "--config", "c.json", status=0)
        self.checked("--tree", "model.txt", "--config", "c.json", status=1, says=["quantized, judged: "])

    def test_writing_says_what_is_written(self):
        out = self.lock("--tree", "model.txt", "--peft", "config.json", "--write", "model.lock")
        self.assertEqual(out, "model.lock: 2 results, 3 names, 3 entries\n")
        self.refused("lock", "--tree", "model.txt", "--peft", "config.json", "--json", "x.json", says=["--json needs --check"])

    def test_the_order_of_entries_does_not_matter_where_the_reader_has_none(self):
        texts = []
        for targets in (["q_proj", "v_proj", "q_proj"], ["v_proj", "q_proj"]):
            self.write("config.json", json.dumps(dict(LORA, target_modules=targets)))
            texts.append(self.lock("--tree", "model.txt", "--peft", "config.json"))
        self.assertEqual(*texts)
        ordered = [self.lock("--tree", "model.txt", "--override-tensor", value) for value in ("q_proj=A,layers=B", "layers=B,q_proj=A")]
        self.assertNotEqual(*ordered)
        self.assertLess(ordered[0].index('"q_proj"'), ordered[0].index('"layers"'))

    def test_parameters_are_told_as_such(self):
        tensors = ["--tree", "model.txt", "--override-tensor"]
        self.lock(*tensors, "q_proj=CPU", "--write", "model.lock")
        self.checked(*tensors, "_proj=GPU", status=1, says=["the tree is the same", 'was selected by --override-tensor "q_proj"; now in'], never=["no such"])
        self.write("model.txt", MODEL.replace("model.layers.0.q_proj\n", ""))
        self.checked(*tensors, "q_proj=CPU", status=1, says=["the tree has no such parameter now"])

    def test_names_of_any_kind_are_kept(self):
        self.write("odd.txt", "a\na.b c\na.{x,y}\na.(root)\na.gr\u00f6\u00dfe\na.007\n")
        odd = ["--tree", "odd.txt", "--mode", "subtree", "--pattern", "a"]
        self.lock(*odd, "--write", "model.lock")
        self.assertIn("\\x7bx\\x2cy\\x7d", self.read("model.lock"))
        self.checked(*odd, status=0)
        self.write("odd.txt", "a\na.b c\na.{x,z}\na.(root)\na.gr\u00f6\u00dfe\na.007\n")
        self.checked(*odd, status=1, says=["a.\\x7bx\\x2cz\\x7d", "a.\\x7bx\\x2cy\\x7d"])

    def test_file_is_left_alone_by_a_check(self):
        self.lock("--tree", "model.txt", "--peft", "config.json", "--write", "model.lock")
        before = os.stat(os.path.join(self.folder, "model.lock"))
        self.checked("--tree", "model.txt", "--mode", "exact", "--pattern", "lm_head", status=1)
        after = os.stat(os.path.join(self.folder, "model.lock"))
        self.assertEqual((before.st_mtime_ns, before.st_ino), (after.st_mtime_ns, after.st_ino))


if __name__ == "__main__":
    unittest.main()
