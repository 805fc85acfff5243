# SPDX-License-Identifier: Apache-2.0
"""The documentation site in a headless Chromium: no page scrolls sideways on a phone, and axe finds no serious violation.

Needs build/html-venv (`./dev html`) and MkDocs (`./dev docs`).
"""

import os
import unittest

import axe_playwright_python
from playwright.sync_api import sync_playwright
from site_test import SiteCase, files

CHROMIUM = os.environ.get("OVERMATCH_CHROMIUM", "/usr/bin/chromium")
PHONE, DESK = 400, 1280
# One page of each kind, all that the theme and the tools make differently.
CHECKED = ["index.html", "start/before-training.html", "python-api.html", "headers/matchers.html", "reference/kinds/glued-prefix.html",
           "modes.html", "CHANGELOG.html"]
with open(os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js"), encoding="utf-8") as script:
    AXE = script.read()


class Browser(SiteCase):
    def setUp(self):
        super().setUp()
        done = self.build()
        self.assertEqual(done.returncode, 0, done.stderr)
        playwright = sync_playwright().start()
        self.addCleanup(playwright.stop)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
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
                    page.evaluate(AXE)
                    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
                    serious = [f"{each['id']}: {node['html'][:120]}" for each in found if each["impact"] in ("serious", "critical")
                               for node in each["nodes"]]
                    self.assertEqual(serious, [])
        # Both would see it.
        page = self.page(PHONE, "light")
        page.set_content("<html lang='en'><title>t</title><main><div style='width:900px'>w</div><img src='x'></main></html>")
        self.assertGreater(page.evaluate("document.documentElement.scrollWidth"), PHONE)
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        self.assertIn("image-alt", [each["id"] for each in found])


if __name__ == "__main__":
    unittest.main()
