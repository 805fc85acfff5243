# SPDX-License-Identifier: Apache-2.0
"""The README is short and names what exists. Its commands are executed by pages_test.py, as those of all pages."""

import os
import re
import subprocess
import unittest

from support import SOURCE, CommandTest


def readme():
    with open(os.path.join(SOURCE, "README.md"), encoding="utf-8") as file:
        return file.read()


class Readme(CommandTest):
    def test_is_a_welcome(self):
        """What it does comes first, then the two commands; reference material is elsewhere."""
        text = readme()
        self.assertLess(len(text.splitlines()), 120)
        self.assertLess(text.index("docs/images/finding.svg"), text.index("## "))
        self.assertEqual(re.findall(r"(?m)^## (.*)", text)[0], "Two commands")
        self.assertIn("\n./dev run ", text)
        self.assertIn("\n./dev test ", text)
        for page in ("python-library", "cpp-library", "bug-report", "before-training"):
            self.assertIn(f"](docs/start/{page}.md)", text)

    def test_every_file_named(self):
        """In all guides: a link leads to a file, and a name of one in the text is the end of a path in the repository."""
        listed = subprocess.run(["git", "ls-files"], cwd=SOURCE, capture_output=True, text=True)
        if listed.returncode != 0:
            self.skipTest("not a git working copy")
        files = listed.stdout.splitlines()
        guides = [file for file in files if file.endswith("README.md")]
        self.assertGreater(len(guides), 4, guides)
        for guide in guides:
            with open(os.path.join(SOURCE, guide), encoding="utf-8") as file:
                text = re.sub(r"```.*?```", "", file.read(), flags=re.DOTALL)
            for link in re.findall(r"\]\(([^)#:]+)\)", text):
                self.assertTrue(os.path.exists(os.path.join(SOURCE, os.path.dirname(guide), link)), f"{guide}: {link}")
            for name in re.findall(r"`((?:[\w-]+/)*[\w-]+\.(?:sh|py|md|cc|h|cmake|ya?ml))`", text):
                if name in ("bench.md", "GROUP.md"):  # what ./dev bench writes
                    continue
                self.assertTrue(any(f"/{file}".endswith(f"/{name}") for file in files), f"{guide}: {name}")

    def test_every_verb_named(self):
        named = re.search(r"`\./dev` alone lists the others: (.*?)\.", readme(), re.DOTALL)
        verbs = subprocess.run([os.path.join(SOURCE, "dev")], capture_output=True, text=True, check=True).stdout
        for verb in re.findall(r"`(\w+)`", named.group(1)):
            self.assertRegex(verbs, rf"(?m)^  {verb}\b")


if __name__ == "__main__":
    unittest.main()
