# SPDX-License-Identifier: Apache-2.0
"""The sessions that docs/lock.md and docs/ci.md show are executed, in their order, and print what is shown."""

import json
import os
import re
import subprocess
import unittest

from pages import first_missing
from support import BINARY, SOURCE, CommandTest


def sessions(page):
    """Pairs of a command and the lines shown below it."""
    with open(os.path.join(SOURCE, "docs", page), encoding="utf-8") as file:
        text = file.read()
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for part in re.split(r"(?m)^\$ ", block)[1:]:
            command, *shown = part.splitlines()
            yield command, shown


class Pages(CommandTest):
    def setUp(self):
        super().setUp()
        os.symlink(os.path.join(SOURCE, "corpus"), os.path.join(self.folder, "corpus"))
        config = {"peft_type": "LORA", "peft_version": "0.14.0", "target_modules": ["q_proj", "v_proj"], "modules_to_save": ["lm_head"]}
        self.write("adapter_config.json", json.dumps(config))

    def check(self, page, statuses):
        found = list(sessions(page))
        self.assertEqual(len(found), len(statuses))
        for (command, shown), status in zip(found, statuses):
            with self.subTest(command=command):
                line = re.sub(r"\Aovermatch ", f"'{BINARY}' ", command)
                done = subprocess.run(["sh", "-c", line], cwd=self.folder, env=dict(os.environ, COLUMNS="4000"), capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertIsNone(first_missing(shown, done.stdout), done.stdout)
                if shown:  # other digits are noticed
                    changed = [re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text) for text in shown]
                    self.assertIsNotNone(first_missing(changed, done.stdout))

    def test_lock(self):
        self.check("lock.md", [0, 0, 1, 0, 1])

    def test_ci(self):
        self.check("ci.md", [1, 0, 0])


if __name__ == "__main__":
    unittest.main()
