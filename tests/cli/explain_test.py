# SPDX-License-Identifier: Apache-2.0
"""`overmatch explain`: every name that the program knows has a page, every page is about one, and what the pages claim is so."""

import functools
import json
import os
import re
import unittest

import pages
from support import SOURCE, CommandTest

REFERENCE = os.path.join(SOURCE, "docs", "reference")
SECTIONS = ["Why it matters", "Example", "A real bug", "What to do"]
# Kinds of bugs of which no report is known; their pages say so.
NO_REPORT = {"kinds/unicode"}
MEMBERS = {"target_modules", "exclude_modules", "modules_to_save", "layers_to_transform", "layers_pattern", "rank_pattern", "alpha_pattern",
           "target_parameters", "trainable_token_indices", "feedforward_modules", "task_type"}


def reference_pages():
    for group in sorted(os.listdir(REFERENCE)):
        folder = os.path.join(REFERENCE, group)
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            yield f"{group}/{name.removesuffix('.md')}", pages.read(os.path.join(folder, name))


def example_rows(text):
    """The rows of a table `pattern | selects | does not select`: each a pattern and two lists of paths."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 3 and cells[0].startswith("`"):
            spans = [[span.replace("\\|", "|") for span in re.findall(r"`([^`]+)`", cell)] for cell in cells]
            yield spans[0][0], spans[1], spans[2]


class Explain(CommandTest):
    def topics(self):
        return json.loads(self.run_overmatch("explain", "--json", "-")[0])

    def test_every_name_has_a_page_and_every_page_a_name(self):
        topics = self.topics()
        self.assertEqual(topics.pop("unused"), [])
        self.assertEqual(list(topics), ["modes", "dialects", "properties", "kinds", "findings", "terms"])
        for group, listed in topics.items():
            self.assertGreater(len(listed), 8, group)
            for topic in listed:
                self.assertGreater(len(topic["page"]), 40, topic["name"])

    def test_the_names_are_those_of_the_program(self):
        """Asked in another way: the messages about an unknown mode and property, and the kinds that a check counts."""
        topics = self.topics()
        names = {group: [topic["name"] for topic in topics[group]] for group in topics if group != "unused"}
        help_text = re.sub(r"\s+", " ", self.run_overmatch("audit", "--help")[0])
        for mode in names["modes"] + names["dialects"]:
            self.assertRegex(help_text, rf"[ ,]{re.escape(mode)}[ ,]")
        report = self.check_json("--builtin", "segment", "--no-trees", "--cases", "50")
        self.assertEqual(names["kinds"], list(report["statistics"]["kinds"]))

    def test_a_page_has_its_sections_a_bug_and_its_name(self):
        for name, text in reference_pages():
            with self.subTest(page=name):
                group, _, word = name.partition("/")
                title = text.splitlines()[0]
                self.assertEqual(title.removeprefix("# ").partition(" (")[0].replace(" ", "-"), word)
                self.assertGreater(len(text.splitlines()[2]), 20, "a page begins with what it is about")
                # What the program prints as it stands, so it must be no Markdown that it does not know.
                self.assertEqual(re.findall(r"<!--|^>|^\s*\*{3}|!\[|^#{3}", text, re.MULTILINE), [])
                if group == "terms":
                    continue
                self.assertEqual(re.findall(r"(?m)^## (.*)", text), SECTIONS)
                bug = text.partition("## A real bug")[2].partition("##")[0]
                if name in NO_REPORT:
                    self.assertIn("None of the reports", bug)
                else:
                    self.assertTrue("](https://github.com/" in bug or "OpenAI's CLIP" in bug, bug)

    def test_the_examples_of_modes_and_dialects_are_true(self):
        """`overmatch repro` refuses a case of which `expected` is not what the reference selects."""
        asked = 0
        for name, text in reference_pages():
            group, _, mode = name.partition("/")
            if group not in ("modes", "dialects"):
                continue
            cases = [{"overmatch": 2, "mode": mode, "patterns": [pattern], "modules": right + wrong, "expected": right}
                     for pattern, right, wrong in example_rows(text)]
            cases += [json.loads(block.text) for block in pages.blocks(text) if block.language == "json"]
            self.assertGreater(len(cases), 0, name)
            for case in cases:
                with self.subTest(page=name, case=case):
                    self.assertEqual(case["mode"], mode)
                    self.write("case.json", json.dumps(case))
                    self.run_overmatch("repro", "case.json")
                    expected = case["expected"]
                    case["expected"] = expected[:-1] + ["wrong"] if "labels" in case else case["modules"][len(expected) :]
                    self.write("case.json", json.dumps(case))
                    self.run_overmatch("repro", "case.json", status=2)
                    asked += 1
        self.assertGreater(asked, 30)

    def test_a_page_is_printed_as_it_stands(self):
        out, err = self.run_overmatch("explain", "glued-prefix")
        self.assertEqual(err, "")
        self.assertTrue(out.startswith("glued-prefix: collision kind\n\n"), out)
        for title in SECTIONS:
            self.assertIn(f"\n{title}\n", out)
        self.assertIn("(https://github.com/huggingface/peft/issues/1917)", out)
        self.assertNotIn("](", out)
        self.assertNotIn("```", out)

    def test_a_word_may_have_several_pages_and_spellings(self):
        out, _ = self.run_overmatch("explain", "segment")
        self.assertIn("segment: mode\n", out)
        self.assertIn("segment: term\n", out)
        for words in (["Glued", "prefix"], ["glued_prefix"], ["GLUED-PREFIX"]):
            self.assertEqual(self.run_overmatch("explain", *words), self.run_overmatch("explain", "glued-prefix"))
        # What a page explains besides its title, a phrase of a report, an id.
        self.assertEqual(self.run_overmatch("explain", "crowd"), self.run_overmatch("explain", "strategy"))
        self.assertIn("minimal", self.run_overmatch("explain", "minimal:", "proved")[0])
        out, _ = self.run_overmatch("explain", "agreement/overmatch/glued-prefix")
        for title in ("agreement: property", "overmatch: term", "glued-prefix: collision kind"):
            self.assertIn(title, out)

    def test_the_words_of_reports_are_known(self):
        """What a check, a finding, an audit and the selftest print as a name: it has a page, or it is plain English."""
        plain = {"tried", "on real models", "accepted as known", "how", "found", "saved", "replay"}
        known = set()
        for group, listed in self.topics().items():
            for topic in listed if group != "unused" else ():
                for name in (topic["name"], *topic["also"]):
                    known |= {name, name + "s", re.sub("y$", "ies", name)}
        words = set()
        for arguments in (["segment"], ["regex"], ["match"], ["glob"], ["compressed-tensors"], ["search", "--order", "last"]):
            run = ["--builtin", *arguments, "--cases", "60", "--no-trees", "--no-corpus", "--random-only", "--save", ""]
            statistics = self.check_json(*run)["statistics"]
            for table in ("properties", "phases", "kinds", "strategies", "forms", "regex", "globs", "situations"):
                self.assertGreater(len(statistics[table]), 0, table)
                words |= {each.get("name", "") if isinstance(each, dict) else each for each in statistics[table]}
            words |= set(re.findall(r"(?m)^([a-z ]+):$", self.run_overmatch("check", *run, "--verbose")[0]))
        out, _ = self.run_overmatch("check", "--builtin", "endswith", "--mode", "segment", "--no-trees", "--cases", "60", status=1)
        words |= set(re.findall(r"(?m)^   ([a-z ]+): ", out)) | set(re.findall(r"minimal: ([a-z]+)", out))
        words |= set(re.findall(r'\{"([a-z-]+)", plant::', pages.read(os.path.join(SOURCE, "src", "planted", "planted.cc"))))
        for file, function in (("regex/regex_mistakes.cc", "MistakeKind"), ("tree/collisions.cc", "Hazard")):
            text = pages.read(os.path.join(SOURCE, "src", "analysis", file))
            names = re.search(rf"to_string\({function} \w+\).*?names = \{{(.*?)\}};", text, re.DOTALL)[1]
            words |= set(re.findall(r'"([a-z-]+)"', names))
        source = functools.partial(os.path.join, SOURCE, "src")
        for file, function in (("report/tree_rows.cc", "word(Mark"), ("search/campaign/campaign.cc", "to_string(ReplayOutcome")):
            body = pages.read(source(file)).partition(f"std::string_view {function}")[2].partition("\n}")[0]
            words |= set(re.findall(r'"([A-Za-z ]+)"', body))
        self.assertGreaterEqual(words, {"OVERMATCH", "FIXED"})
        # What PEFT's members are called, and what an audit prints beside names.
        rules = "".join(pages.read(source("analysis/peft/rules", name)) for name in sorted(os.listdir(source("analysis/peft/rules"))))
        members = {name for name in re.findall(r'"([a-z]+(?:_[a-z]+)+)"', rules) if name in MEMBERS}
        self.assertGreater(len(members), 6)
        words |= members | {"with boundaries", "trained in full", "write instead", "selects nothing", "beats", "other", "unrelated", "(root)"}
        self.assertGreater(len(words), 150)
        self.assertEqual(sorted(words - known - plain - {""}), [])
        self.assertNotIn("situational", known)

    def test_without_a_word_it_lists_all(self):
        out, _ = self.run_overmatch("explain")
        for topic in (topic for group, listed in self.topics().items() if group != "unused" for topic in listed):
            self.assertRegex(out, rf"(?<![\w-]){re.escape(topic['name'])}(?![\w-])")

    def test_an_unknown_word_is_refused(self):
        self.refused("explain", "glued-prefx", says=['"glued-prefx"', "did you mean glued-prefix?"])
        self.refused("explain", "zzzzzzzz", says=['"zzzzzzzz"', "overmatch explain lists all"])
        self.refused("explain", "overmatch/zzzzzzzz", says=["zzzzzzzz"])
        self.refused("explain", "a\nb", says=[r"a\nb"])
        self.refused("explain", "x" * 100_000, says=["xxx"])
        self.refused("explain", "segment", "--json", "-", says=["--json"])

    def test_pages_fit_the_terminal(self):
        for name, text in reference_pages():
            done = pages.run(f"overmatch explain {name.partition('/')[2]}", self.folder, [os.path.dirname(os.environ["OVERMATCH"])])
            self.assertEqual(done.returncode, 0, done.stderr)
            for line in done.stdout.splitlines():
                # Code is shown as it stands, and an address is not broken.
                if not line.startswith("    ") and "https://" not in line:
                    self.assertLessEqual(len(line), 80, f"{name}: {line}")

    def test_the_glossary_is_short(self):
        rows = [line for line in pages.read(os.path.join(SOURCE, "docs", "glossary.md")).splitlines() if line.startswith("| ")][2:]
        words = [word for row in rows for word in row.split("|")[1].split(", ")]
        self.assertGreater(len(words), 10)
        self.assertLessEqual(len(words), 20, words)


if __name__ == "__main__":
    unittest.main()
