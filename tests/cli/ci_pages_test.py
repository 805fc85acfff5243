# SPDX-License-Identifier: Apache-2.0
"""The sessions that docs/lock.md and docs/ci.md show are executed, in their order, and print what is shown."""

import json
import os
import re
import subprocess
import unittest

import pages
from support import BINARY, SOURCE, CommandTest


def sessions(page):
    """Pairs of a command and the lines shown below it."""
    text = pages.read(os.path.join(SOURCE, "docs", page))
    return [session for block in pages.blocks(text) if block.language == "console" for session in pages.sessions(block)]


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
                self.assertIsNone(pages.first_missing(shown, done.stdout), done.stdout)
                if shown:  # other digits are noticed
                    changed = [re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text) for text in shown]
                    self.assertIsNotNone(pages.first_missing(changed, done.stdout))

    def test_lock(self):
        self.check("lock.md", [0, 0, 1, 0, 1])

    def test_ci(self):
        self.check("ci.md", [1, 0, 0])


if __name__ == "__main__":
    unittest.main()
