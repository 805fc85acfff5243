# SPDX-License-Identifier: Apache-2.0
"""What the pages in docs/ name exists: files, functions, verbs."""

import os
import unittest

import pages

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
CHECKED = ("docs/add-a-mode.md", "docs/add-a-property.md", "docs/add-an-adapter.md")


class Docs(unittest.TestCase):
    def test_what_a_page_names_exists(self):
        for page in CHECKED:
            text = pages.read(os.path.join(ROOT, page))
            self.assertGreater(text.count("`"), 20, f"{page} names hardly anything")
            wrong = [f"{page}:{line}" for line in pages.missing(text, ROOT)]
            self.assertEqual(wrong, [], "\n".join(wrong))


class Rules(unittest.TestCase):
    def test_what_exists_is_accepted(self):
        for text in (
            "Plain text.",
            "- `properties/registry.cc`: `all_properties`",
            "- the function `all_properties`\n  of `properties/registry.cc`",
            "- `properties/NEW.cc` defines `kNEW`",
            "- the folder `corpus/cases`, the page `README.md`",
            "`./dev build && ./dev test`, `overmatch check`",
        ):
            self.assertEqual(pages.missing(text, ROOT), [], text)

    def test_what_does_not_exist_is_found(self):
        for text in (
            "- `properties/registry.cc`: `all_propertie`",
            "- `all_properties`",
            "- `properties/registry.cc`\n- `all_properties`",
            "- `properties/registry.cc`\n\n`all_properties`",
            "- `property/NEW.cc`",
            "- `properties/no_such.cc`",
            "`./dev build && ./dev tests`",
            "`overmatch chekc`",
        ):
            self.assertEqual(len(pages.missing(text, ROOT)), 1, text)


if __name__ == "__main__":
    unittest.main()
