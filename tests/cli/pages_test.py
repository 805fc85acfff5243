# SPDX-License-Identifier: Apache-2.0
"""Every command that a page of the documentation shows is executed, and prints what is shown; every link leads somewhere.

How blocks are run is said in pages.py. A page that begins with `<!-- test: needs python -->` (the package) or `needs installation` (the C++
library) is run by tests/python/test_pages.py or tests/packaging; all others here.
"""

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

import pages
from support import BINARY, PLUGIN, SOURCE, CommandTest

# Options of other programs.
OTHERS = ("--override-tensor", "--tensor-type", "--overmatch-count", "--overmatch-seed", "--overmatch-save", "--real", "--check")


def described(page):
    return pages.read(os.path.join(SOURCE, page))


def give_files(folder):
    """What pages use without making it: my_matcher.so is a planted bug that a short check finds, my_case.json a case that it fails, and
    adapter_config.json selects too much of my_model.txt."""
    shutil.copy(PLUGIN, os.path.join(folder, "my_matcher.so"))
    files = {
        "my_case.json": {"overmatch": 1, "mode": "segment", "patterns": ["model.0"], "modules": ["model.0", "my_model.0"]},
        "adapter_config.json": {"target_modules": ["q_proj"], "modules_to_save": ["classifier"]},
        "requires_grad.json": {"classifier.weight": True, "pre_classifier.weight": True, "model.layers.0.q_proj.weight": False},
    }
    for name, content in files.items():
        pages.write(os.path.join(folder, name), json.dumps(content))
    pages.write(os.path.join(folder, "my_model.txt"), "model\nmodel.layers\nmodel.layers.0\nmodel.layers.0.q_proj\npre_classifier\nclassifier\n")
    for name in ("corpus", "docs"):
        os.symlink(os.path.join(SOURCE, name), os.path.join(folder, name))


class Pages(CommandTest):
    def test_every_command(self):
        environment = {"OVERMATCH_PLANTED": "segment-underscore-boundary", "C_INCLUDE_PATH": os.path.join(SOURCE, "src", "subjects")}
        ran = 0
        for page in pages.pages(SOURCE):
            text = described(page)
            if pages.needs(text) != "program":
                continue
            with self.subTest(page=page), tempfile.TemporaryDirectory(prefix="overmatch-page-") as folder:
                give_files(folder)
                count, wrong = pages.execute(page, text, folder, [os.path.dirname(BINARY)], **environment)
                self.assertEqual(wrong, [], "\n".join(wrong))
                ran += count
        self.assertGreater(ran, 45)

    def test_pages_with_a_test_of_their_own_have_one(self):
        for page in pages.pages(SOURCE):
            if test := pages.run_by(described(page)):
                self.assertIn(os.path.basename(page), described(test), page)

    def test_every_verb_of_dev(self):
        known = subprocess.run([os.path.join(SOURCE, "dev")], capture_output=True, text=True, check=True).stdout
        named = {verb for page in pages.pages(SOURCE) for verb in re.findall(r"\./dev (\w+)", described(page))}
        self.assertGreater(len(named), 4)
        for verb in named:
            self.assertRegex(known, rf"(?m)^  {verb}\b")

    def test_the_picture_shows_what_is_printed(self):
        svg = described("docs/images/finding.svg")
        text = html.unescape(re.search(r"(?s)<desc>(.*?)</desc>", svg)[1])
        drawn = re.sub(r"\s", "", html.unescape("".join(re.findall(r"<text [^>]*>([^<]*)</text>", svg))))
        self.assertIn(re.sub(r"\s", "", text), drawn)
        ((command, shown),) = pages.sessions(pages.Block(1, "console", text + "\n", "", ""))
        done = pages.run(command, SOURCE, [os.path.dirname(BINARY)])
        self.assertIsNone(pages.first_missing(shown, done.stdout), f"draw it anew: ./dev docs --picture\n{done.stdout}")
        # Nothing is fetched to show it.
        self.assertEqual(set(re.findall(r"(?:href|src|url\()=?[\"']?(https?:[^\"')]*)", svg)), set())

    def test_no_page_hides_a_command(self):
        """A line of a list or of a table is no block: a command in it names an option that the program has."""
        helps = {}
        verbs = re.findall(r"(?m)^  ([a-z]+) {2,}", self.run_overmatch("--help")[0])
        named = 0
        for page in pages.pages(SOURCE):
            text = re.sub(r"(?ms)^```.*?^```", "", described(page))
            for span in re.findall(r"`([^`\n]+)`", text):
                if not re.match(r"overmatch [a-z]+( |$)|--[a-z]", span):
                    continue
                verb = span.split()[1] if span.startswith("overmatch") else None
                with self.subTest(page=page, span=span):
                    self.assertTrue(verb is None or verb in verbs, f"{page}: {span}: no such verb")
                    for each in [verb] if verb else verbs:
                        helps.setdefault(each, self.run_overmatch(each, "--help")[0])
                    for option in re.findall(r"(?<![\w-])--[a-z-]+", span):
                        named += 1
                        if option in OTHERS:
                            continue
                        known = helps[verb] if verb else "".join(helps.values())
                        self.assertTrue(re.search(rf"{option}\b", known), f"{page}: {span}: no such option")
        self.assertGreater(named, 20)

    def test_every_link_leads_somewhere(self):
        for page in pages.pages(SOURCE):
            text = re.sub(r"(?ms)^```.*?^```", "", described(page))
            for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
                self.assertTrue(os.path.exists(os.path.join(SOURCE, os.path.dirname(page), link)), f"{page}: {link}")


class Rules(unittest.TestCase):
    """What the reader of pages makes of them."""

    def test_blocks(self):
        text = "<!-- test: exit 1 -->\n```sh\na # b\nc \\\n  d\n```\n\n<!-- test: write x.py -->\n```python\ne\n```\n```sh\nf\n```\n"
        self.assertEqual([(block.language, block.directive, block.argument) for block in pages.blocks(text)],
                         [("sh", "exit", "1"), ("python", "write", "x.py"), ("sh", "", "")])
        self.assertEqual(pages.commands(pages.blocks(text)[0]), ["a", "c d"])
        self.assertEqual(list(pages.sessions(pages.Block(1, "console", "$ a\nb\n…\n$ c\n", "", ""))), [("a", ["b", "…"]), ("c", [])])

    def test_shown_lines_follow_each_other_unless_some_are_left_out(self):
        for shown, missing in ((["a", "b"], None), (["a", "c"], "c"), (["b"], "b"), (["…", "b", "…", "d"], None), (["…", "b", "d"], "d"),
                               (["…", "c", "…", "b"], "b"), (["a", "b", "c", "d", "e"], "e"), (["a", "…", "e"], "e")):
            self.assertEqual(pages.first_missing(shown, "a\nb\nc\nd\n"), missing, shown)

    def test_what_is_wrong_is_found(self):
        right = "```sh\ntrue\n```\n```console\n$ echo a\na\n```\n"
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(pages.execute("x.md", right, folder, []), (2, []))
            for text in ("```sh\nfalse\n```\n", "<!-- test: exit 1 -->\n```sh\ntrue\n```\n", "```console\n$ echo a\nb\n```\n",
                         "```console\n$ echo a; exit 2\na\n```\n", "```python\nx\n```\n", "```text\novermatch check\n```\n"):
                self.assertEqual(len(pages.execute("x.md", text, folder, [])[1]), 1, text)
            pages.execute("x.md", "<!-- test: write a.txt -->\n```json\n{}\n```\n", folder, [])
            self.assertEqual(pages.read(os.path.join(folder, "a.txt")), "{}\n")

    def test_what_a_page_needs(self):
        self.assertEqual(pages.needs("# A\n\n<!-- test: needs python -->\n"), "python")
        self.assertEqual(pages.needs("# A\n"), "program")
        self.assertEqual(pages.needs("# A\n\n<!-- test: run by tests/x.py -->\n"), "its own test")
        self.assertEqual(pages.run_by("# A\n\n<!-- test: run by tests/x.py -->\n"), "tests/x.py")
        self.assertIsNone(pages.run_by("# A\n"))


if __name__ == "__main__":
    unittest.main()
