# SPDX-License-Identifier: Apache-2.0
"""The source tree keeps its rules, and each rule finds what breaks it."""

import os
import unittest

import sources

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
LICENCE = "// SPDX-License-Identifier: Apache-2.0\n"


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


class Tree(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.paths = sources.files(ROOT)
        cls.texts = {path: read(path) for path in cls.paths if sources.is_source(path)}
        cls.code = {path: text for path, text in cls.texts.items() if path.endswith(sources.CODE)}
        cls.headers = {path: text for path, text in cls.code.items() if path.endswith(".h") and not path.startswith("tests/")}

    def each(self, rule, texts):
        self.assertGreater(len(texts), 50, "the files are not found")
        wrong = [line for path, text in texts.items() for line in rule(path, text)]
        self.assertEqual(wrong, [], "\n".join(wrong))

    def all(self, wrong):
        self.assertEqual(wrong, [], "\n".join(wrong))

    def test_every_source_file_names_its_licence(self):
        self.each(sources.without_licence, self.texts)

    def test_no_line_of_cpp_is_wider_than_the_limit(self):
        self.each(sources.too_wide, self.code)

    def test_every_header_begins_with_a_plain_sentence(self):
        self.each(sources.unclear_header, self.headers)

    def test_no_folder_is_crowded(self):
        own = [path for path in self.paths if path.startswith(("src/", "properties/", "fuzz/"))]
        self.all(sources.crowded_folders(own, known=sources.CROWDED))

    def test_no_layer_includes_one_above_it(self):
        self.all(sources.upward_includes(self.code))

    def test_no_folders_include_each_other_in_a_circle(self):
        self.all(sources.circles(self.code))

    def test_no_private_word_is_left(self):
        """Neither in a comment, nor in an identifier, nor in a text that users read."""
        pages = {path: read(path) for path in self.paths if path.endswith(".md")}
        self.assertGreater(len(pages), 5, "the pages are not found")
        self.each(sources.private_words, {**self.code, **pages})


class Rules(unittest.TestCase):
    """Each rule accepts the first texts, and finds something in the second."""

    def check(self, rule, right, wrong):
        for text in right:
            self.assertEqual(rule("it.h", text), [], text)
        for text in wrong:
            self.assertEqual(len(rule("it.h", text)), 1, text)

    def test_licence(self):
        self.check(sources.without_licence, [LICENCE, "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n"],
                   ["", "// Licence: Apache-2.0\n", "\n\n" + LICENCE])

    def test_width(self):
        self.check(sources.too_wide, ["x" * 100, "\u00e9" * 100, "x\n" * 200, 'a = R"(' + "x" * 100 + ')";', 'R"x(\n' + "x" * 200 + '\n)")x";'], ["x" * 101, "x\n" + "y" * 101, 'R"(a)"' + "x" * 101, '"' + "x" * 100 + '"'])

    def test_first_sentence(self):
        self.check(
            sources.unclear_header,
            [
                LICENCE + "// Parses a file.\n#pragma once\n",
                LICENCE + "// Reads names, e.g. those of\n// a model. Then more:\n//   a, b\n#pragma once\n",
                "/* SPDX-License-Identifier: Apache-2.0 */\n/* Declares a plugin.\n * One function.\n */\n",
                LICENCE + "//\n// Parses a file.\n//\n// More without an end\n",
            ],
            [
                LICENCE + "#pragma once\n// Parses a file.\n",
                LICENCE + "// Parses a file\n#pragma once\n",
                LICENCE + "// Parses a file\n//\n// and more.\n",
                LICENCE + "// Parser.\n",
                LICENCE + "// parses a file.\n",
                LICENCE + "// Parses " + "and " * 60 + "ends.\n",
            ],
        )

    def test_crowded_folders(self):
        folder = [f"src/a/{at}.cc" for at in range(25)] + ["src/a/b/1.cc", "src/a/1.txt"]
        self.assertEqual(sources.crowded_folders(folder), [])
        self.assertEqual(sources.crowded_folders([*folder, "src/a/x.py"]), ["src/a: 26 source files, more than 25"])
        self.assertEqual(sources.crowded_folders([*folder, "src/a/x.py"], known=["src/a"]), [])
        self.assertEqual(len(sources.crowded_folders(folder, known=["src/a"])), 1)

    def test_layers(self):
        layers = (("low",), ("one", "other"))
        right = {"src/low/a.h": "", "src/one/a.h": '#include "low/a.h"\n#include <one/b.h>\n', "src/one/b.cc": '#include "one/a.h"\n'}
        self.assertEqual(sources.upward_includes(right, layers), [])
        for path, text in (("src/low/b.h", '#include "one/a.h"\n'), ("src/other/b.h", '#include "one/a.h"\n'),
                           ("src/new/b.h", '#include "low/a.h"\n'), ("src/one/c.h", '#include "one/lost.h"\n')):
            self.assertGreater(len(sources.upward_includes({**right, path: text}, layers)), 0, path)

    def test_circles(self):
        right = {"src/a/a.h": '#include "a/x/b.h"\n#include "a/b.h"\n', "src/a/b.h": '#include "a/a.h"\n', "src/a/x/b.h": '#include "c/c.h"\n',
                 "src/c/c.h": ""}
        self.assertEqual(sources.circles(right), [])
        self.assertEqual(sources.circles({**right, "src/c/d.h": '#include "a/a.h"\n'}), ["src/a -> src/a/x -> src/c -> src/a"])
        self.assertEqual(sources.circles({**right, "src/a/x/c.h": '#include "a/b.h"\n'}), ["src/a -> src/a/x -> src/a"])

    def test_private_words(self):
        self.check(sources.private_words, ["flaws, examples, sinks; std::dynamic_extent, path.stem()", "a system of claws"],
                   ["the law", "Laws", "kLawOf", "a_law", "LAW"])


if __name__ == "__main__":
    unittest.main()
