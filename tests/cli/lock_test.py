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
                    self.checked("--tree", tree(name), *arguments, status=0, says=["the selection is the same"])

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
