# SPDX-License-Identifier: Apache-2.0
"""Every command that the README shows is executed, or is a verb that ./dev has."""

import os
import re
import shutil
import subprocess
import unittest

from support import BINARY, PLUGIN, SOURCE, CommandTest


def commands():
    """The command lines in the README's shell blocks, without comments."""
    with open(os.path.join(SOURCE, "README.md"), encoding="utf-8") as file:
        blocks = re.findall(r"```sh\n(.*?)```", file.read(), re.DOTALL)
    lines = [line.split(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


class Readme(CommandTest):
    def test_every_command(self):
        """my_matcher.so is a planted bug that a short check finds, my_case.json a case that it fails, my_model.txt a model of which
        adapter_config.json selects too much."""
        shutil.copy(PLUGIN, os.path.join(self.folder, "my_matcher.so"))
        self.write("my_case.json", '{"overmatch": 1, "mode": "segment", "patterns": ["model.0"], "modules": ["model.0", "my_model.0"]}')
        self.write("my_model.txt", "model\nmodel.layers\nmodel.layers.0\nmodel.layers.0.q_proj\npre_classifier\nclassifier\n")
        self.write("adapter_config.json", '{"target_modules": ["q_proj"], "modules_to_save": ["classifier"]}')
        self.write("requires_grad.json", '{"classifier.weight": true, "pre_classifier.weight": true, "model.layers.0.q_proj.weight": false}')
        statuses = {"check": 1, "repro": 1, "shrink": 1, "generate": 0, "audit": 1, "compare": 1, "prove": 1}
        verbs = subprocess.run([os.path.join(SOURCE, "dev")], capture_output=True, text=True, check=True).stdout
        found = commands()
        self.assertGreater(len(found), 4, found)
        for line in found:
            with self.subTest(command=line):
                program, verb = line.split()[:2]
                if program == "./dev":
                    self.assertRegex(verbs, rf"(?m)^  {verb}\b")
                    continue
                self.assertEqual(program, "overmatch")
                env = dict(os.environ, OVERMATCH_PLANTED="segment-underscore-boundary")
                done = subprocess.run(["sh", "-c", line.replace("overmatch", f"'{BINARY}'", 1)], cwd=self.folder, env=env,
                                      capture_output=True, text=True, timeout=300)
                self.assertEqual(done.returncode, statuses[verb], done.stdout + done.stderr)

    def test_every_verb_named(self):
        with open(os.path.join(SOURCE, "README.md"), encoding="utf-8") as file:
            named = re.search(r"`\./dev` alone lists the others: (.*?)\.", file.read(), re.DOTALL)
        verbs = subprocess.run([os.path.join(SOURCE, "dev")], capture_output=True, text=True, check=True).stdout
        for verb in re.findall(r"`(\w+)`", named.group(1)):
            self.assertRegex(verbs, rf"(?m)^  {verb}\b")


if __name__ == "__main__":
    unittest.main()
