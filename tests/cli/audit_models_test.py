# SPDX-License-Identifier: Apache-2.0
"""overmatch audit of every form of model file, sound and hostile, end to end."""

import gzip
import json
import os
import struct
import threading
import unittest

from audit_case import MODEL, AuditCase


LINES = """\
{"overmatch_tree": 1, "model_type": "toy", "bases": {"toy.Head": ["torch.nn.modules.linear.Linear"]}}
{"module": "model", "class": "toy.Model"}
{"module": "model.a", "class": "torch.nn.modules.linear.Linear", "parameters": {"weight": [4, 4]}}
{"module": "head", "class": "toy.Head", "parameters": {"weight": [9, 4]}}
"""


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
            ("model.tree.jsonl", LINES),
            ("model.tree.jsonl.gz", gzip.compress(LINES.encode())),
        ):
            with self.subTest(file=name):
                self.write(name, content)
                report = self.audit_json("--tree", name, "--mode", "segment", "--pattern", "a", status=0)
                self.assertEqual(report["patterns"][0]["selected"], ["model.a"])

    def test_folder_of_a_model(self):
        os.mkdir(os.path.join(self.folder, "toy"))
        header = b'{"model.embed_tokens.weight": {"dtype": "F16", "shape": [9, 4]}}'
        self.write("toy/model.safetensors", struct.pack("<Q", len(header)) + header)
        self.write("toy/config.json", '{"architectures": ["ToyForCausalLM"], "tie_word_embeddings": true}')
        out, err = self.run_overmatch("audit", "--tree", "toy", "--mode", "exact", "--pattern", "lm_head", "--json", "-")
        self.assertEqual(json.loads(out)["patterns"][0]["selected"], ["lm_head"])
        self.assertEqual(err.count("\n"), 1, err)
        self.assertIn("toy: the checkpoint lacks the output layer", err)
        # The same folder is one tree where a verb takes folders of trees.
        _, err = self.run_overmatch("check", "--builtin", "exact", "--mode", "exact", "--trees", "toy", "--cases", "200")
        self.assertIn("toy: the checkpoint lacks the output layer", err)
        os.rename(os.path.join(self.folder, "toy/model.safetensors"), os.path.join(self.folder, "toy/pytorch_model.bin"))
        self.refused("audit", "--tree", "toy", says=["toy: a folder without model", "pytorch_model.bin"])

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
            ("m.jsonl", LINES + LINES, ["m.jsonl:5", 'no "module"']),
            ("m.jsonl", LINES + '{"module": "x", "parameters": {"w": [-1]}}', ["m.jsonl:5", "non-negative"]),
            ("m.jsonl", '{"overmatch_tree": 2}\n{"module": "x"}', ["m.jsonl:1", "must be 1"]),
            ("m.jsonl", '{"overmatch_tree": 1, "bases": {"A": ["B"]}}\n{"module": "x"}', ["m.jsonl:1", "no module has"]),
            ("m.jsonl", '{"overmatch_tree": 1, "tied": ' + "[" * 100_000, ["m.jsonl:1", "deep"]),
            ("m.json", '["\\ud800"]', ["m.json:1"]),
            ("m.txt.gz", gzip.compress(b"a\nb\n")[:-6], ["m.txt.gz", "too early"]),
            ("m.txt.gz", gzip.compress(b"a\nb\n")[:-4] + b"\xff" * 4, ["m.txt.gz", "gzip"]),
        ):
            with self.subTest(file=name, says=says):
                self.write(name, content)
                self.refused("audit", "--tree", name, says=says)

    def test_what_is_no_regular_file(self):
        self.write("tree.txt", MODEL)
        self.refused("audit", "--tree", ".", says=["a folder without model", "model.safetensors"])
        self.refused("audit", "--tree", "/dev/null", says=["no module names"])
        self.refused("audit", "--tree", "/dev/zero", says=["/dev/zero", "512 MiB"])
        self.refused("audit", "--tree", "tree.txt", "--peft", "/dev/zero", says=["/dev/zero", "a NUL byte"])
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
        self.write("c.json", '{"target_modules": null}')
        out, _ = self.run_overmatch("audit", "--tree", "tree.txt", "--peft", "c.json", status=4)
        self.assertIn("not judged", out)
        for text in ("", "[]", '{"target_modules": ["q', "[" * 100_000, '{"target_modules": ["a"]} {}', "\0"):
            with self.subTest(text=text[:20]):
                self.write("c.json", text)
                self.refused("audit", "--tree", "tree.txt", "--peft", "c.json", says=["c.json"])


if __name__ == "__main__":
    unittest.main()
