# SPDX-License-Identifier: Apache-2.0
"""The documentation site in a headless Chromium: no page scrolls sideways on a phone, and axe finds no serious violation.

Needs build/html-venv (`./dev html`) and MkDocs (`./dev docs`).
"""

import os
import sys
import unittest

from playwright.sync_api import sync_playwright
from site_test import ROOT, SiteCase, files

sys.path.insert(0, os.path.join(ROOT, "tests", "cli"))
from browser import DESK, PHONE, launch, violations  # noqa: E402

# One page of each kind, all that the theme and the tools make differently.
CHECKED = ["index.html", "start/before-training.html", "python-api.html", "headers/matchers.html", "reference/kinds/glued-prefix.html",
           "modes.html", "CHANGELOG.html"]


class Browser(SiteCase):
    def setUp(self):
        super().setUp()
        done = self.build()
        self.assertEqual(done.returncode, 0, done.stderr)
        playwright = sync_playwright().start()
        self.addCleanup(playwright.stop)
        chromium = launch(playwright)
        self.addCleanup(chromium.close)
        self.chromium = chromium

    def page(self, width, scheme):
        context = self.chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.addCleanup(context.close)
        page = context.new_page()
        page.set_default_timeout(60_000)
        return page

    def test_phones_and_screen_readers(self):
        page = self.page(PHONE, "light")
        wide = []
        for name in files(self.site, ".html"):
            page.goto(f"file://{self.site}/{name}")
            if page.evaluate("document.documentElement.scrollWidth") > PHONE:
                wide.append(name)
        self.assertEqual(wide, [])
        for name in CHECKED:
            for width, scheme in ((PHONE, "light"), (DESK, "dark")):
                with self.subTest(page=name, width=width, scheme=scheme):
                    page = self.page(width, scheme)
                    page.goto(f"file://{self.site}/{name}")
                    self.assertEqual(violations(page), [])
        # Both would see it.
        page = self.page(PHONE, "light")
        page.set_content("<html lang='en'><title>t</title><main><div style='width:900px'>w</div><img src='x'></main></html>")
        self.assertGreater(page.evaluate("document.documentElement.scrollWidth"), PHONE)
        self.assertIn("image-alt", [each.partition(":")[0] for each in violations(page)])


if __name__ == "__main__":
    unittest.main()
