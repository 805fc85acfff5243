# SPDX-License-Identifier: Apache-2.0
"""The documentation site builds without a warning, has every page, and fetches nothing from the web."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
MKDOCS = os.path.join(ROOT, "build", "venv-docs", "bin", "mkdocs")


def files(folder, ending):
    return sorted(os.path.relpath(os.path.join(each, name), folder) for each, _, names in os.walk(folder) for name in names if name.endswith(ending))


class SiteCase(unittest.TestCase):
    """Builds the site from a copy of the pages."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="overmatch-site-")
        self.addCleanup(folder.cleanup)
        self.root, self.site = os.path.join(folder.name, "source"), os.path.join(folder.name, "site")
        os.mkdir(self.root)
        shutil.copytree(os.path.join(ROOT, "docs"), os.path.join(self.root, "docs"))
        shutil.copy(os.path.join(ROOT, "mkdocs.yml"), self.root)
        for name in ("src", "properties", "fuzz", "corpus"):
            os.symlink(os.path.join(ROOT, name), os.path.join(self.root, name))

    def build(self):
        return subprocess.run([MKDOCS, "build", "--strict", "--site-dir", self.site], cwd=self.root, capture_output=True, text=True,
                              env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, timeout=300)


class Site(SiteCase):
    def test_builds(self):
        done = self.build()
        self.assertEqual(done.returncode, 0, done.stderr)
        made = files(self.site, ".html")
        for page in files(os.path.join(self.root, "docs"), ".md"):
            self.assertIn(page.removesuffix(".md") + ".html", made)
        for page in made:
            with open(os.path.join(self.site, page), encoding="utf-8") as file:
                text = file.read()
            self.assertNotIn("test: ", "".join(re.findall(r"<!--.*?-->", text)))
            self.assertEqual(re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="(https?:[^"]*)"', text), [], page)
        with open(os.path.join(self.site, "headers", "matchers.html"), encoding="utf-8") as file:
            text = re.sub(r"<[^>]*>", "", file.read())
        for part in ("overmatch/matchers/matcher.h", "class Matcher", "virtual void match(const Question&amp; question, Answer&amp; answer) = 0;"):
            self.assertIn(part, text)

        with open(os.path.join(ROOT, "src", "python", "overmatch", "__init__.py"), encoding="utf-8") as file:
            names = re.findall(r'^    "(\w+)",$', file.read(), re.M)
        self.assertGreater(len(names), 30)
        with open(os.path.join(self.site, "python-api.html"), encoding="utf-8") as file:
            text = file.read()
        there = set(re.findall(r'id="overmatch(?:_program)?\.([\w.]+)"', text))
        self.assertEqual({*names, "hypothesis.cases", "peft.preflight", "peft.verify"} - {"peft"} - there, set())
        self.assertTrue("The smallest case that shows it." in text, "the comments of members are missing")

        with open(os.path.join(self.site, "commands.html"), encoding="utf-8") as file:
            self.assertIn("$schema", re.sub(r"<[^>]*>", "", file.read()))

    def test_a_link_to_nowhere_is_an_error(self):
        with open(os.path.join(self.root, "docs", "sources.md"), "a", encoding="utf-8") as file:
            file.write("[nowhere](no-such-page.md)\n")
        done = self.build()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("no-such-page.md", done.stderr)


if __name__ == "__main__":
    unittest.main()
