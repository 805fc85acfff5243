# SPDX-License-Identifier: Apache-2.0
"""The HTML reports in a headless Chromium: accessible by axe, no wider than a phone, and a tree that opens and is searched.

`./dev html` installs what it needs. OVERMATCH_SHOTS: a folder for pictures of all pages.
"""

import os
import time
import unittest

from browser import DESK, PHONE, launch, violations
from html_pages import SELFTEST, VERBS, PagesCase
from playwright.sync_api import sync_playwright

SHOTS = os.environ.get("OVERMATCH_SHOTS")
OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"


class Browser(PagesCase):
    @classmethod
    def setUpClass(cls):
        cls.playwright = sync_playwright().start()
        cls.addClassCleanup(cls.playwright.stop)
        cls.chromium = launch(cls.playwright)
        cls.addClassCleanup(cls.chromium.close)

    def open(self, name, width=DESK, scheme="light"):
        context = self.chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.addCleanup(context.close)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(f"file://{self.folder}/{name}.html")
        return page

    def setUp(self):
        super().setUp()
        self.errors, self.requests = [], []

    def test_every_page_on_phone_and_desk_light_and_dark(self):
        self.run_overmatch(*SELFTEST, "--html", "selftest.html")
        for name in (*VERBS, "selftest"):
            if name != "selftest":
                self.page(name)
            for width, scheme in ((PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")):
                with self.subTest(page=name, width=width, scheme=scheme):
                    page = self.open(name, width, scheme)
                    if SHOTS:
                        page.screenshot(path=os.path.join(SHOTS, f"{name}-{width}-{scheme}.png"), full_page=True)
                    page.evaluate(OPEN_ALL)
                    self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
                    self.assertEqual(violations(page), [])
                    page.close()
        self.assertEqual(self.errors, [])
        self.assertEqual([each for each in self.requests if not each.startswith("file:")], [])

    def test_print_shows_what_is_closed(self):
        self.page("check")
        page = self.open("check")
        summary = page.locator("summary", has_text="case file").first
        inside = summary.locator("xpath=following-sibling::pre")
        self.assertFalse(inside.is_visible())
        page.emulate_media(media="print")
        self.assertTrue(inside.is_visible())

    def test_the_drawn_tree_folds(self):
        self.page("audit")
        page = self.open("audit")
        blocks = page.locator("#tree summary", has_text="single_transformer_blocks").first
        below = page.locator("#tree summary", has_text="1 … 37")
        self.assertTrue(below.is_visible())
        blocks.focus()
        page.keyboard.press("Enter")
        self.assertFalse(below.is_visible())
        page.keyboard.press("Enter")
        self.assertTrue(below.is_visible())

    def test_the_keyboard_reaches_the_search(self):
        self.page("audit")
        page = self.open("audit")
        page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.className"), "skip")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "query":
                return
        self.fail("the search field is not reached by the keyboard")

    def found(self, page, query, kind="all"):
        page.select_option("#kind", kind)
        page.fill("#query", query)
        return page.locator("#status").inner_text(), page.locator("#results li > button bdi").all_inner_texts()

    def test_search_in_a_large_tree(self):
        self.page("audit-config")
        started = time.monotonic()
        page = self.open("audit-config")
        page.locator("#tree summary").first.wait_for()
        opened = time.monotonic() - started
        slowest = page.evaluate("""() => {
          let slowest = 0;
          const query = document.getElementById("query");
          for (const text of ["m", "mo", "mod", "experts.2", "*.q_a*", "experts*down_proj", "zzz"]) {
            query.value = text;
            const start = performance.now();
            query.dispatchEvent(new Event("input"));
            document.body.getBoundingClientRect();
            slowest = Math.max(slowest, performance.now() - start);
          }
          return slowest;
        }""")
        print(f"75,396 modules: {opened:.2f} s to open, {slowest:.0f} ms for the slowest key")
        status, lines = self.found(page, "experts.255.down_proj")
        self.assertEqual(status, "58 modules")
        self.assertEqual((len(lines), lines[0]), (58, "model.layers.3.mlp.experts.255.down_proj"))
        status, lines = self.found(page, "LAYERS.60.*q_a_proj")
        self.assertEqual(lines, ["model.layers.60.self_attn.q_a_proj"])
        self.assertEqual(self.found(page, "no_such_name"), ("0 modules", []))
        self.assertEqual(self.found(page, ""), ("", []))
        status, lines = self.found(page, "", "marked")
        self.assertTrue(status.startswith("245 modules"), status)
        status, lines = self.found(page, "mlp.experts.1.")
        self.assertTrue(status.endswith("the first 200 are listed"), status)
        self.assertEqual(len(lines), 200)
        page.locator("#results > li > button", has_text="show 200 more").click()
        self.assertEqual(page.locator("#results li > button bdi").count(), 232)

    def test_a_result_is_shown_in_the_tree(self):
        self.page("audit-config")
        page = self.open("audit-config")
        self.found(page, "layers.42.mlp.experts.201.up_proj")
        page.locator("#results button").first.click()
        self.assertIn("up_proj", page.evaluate("document.activeElement.textContent"))
        self.assertTrue(page.locator("#tree summary", has_text="201").first.is_visible())
        self.assertEqual(self.errors, [])

    def test_axe_finds_mistakes(self):
        """The test of the test."""
        self.write("bad.html", '<html><body><p style="color: #aaa; width: 900px">faint</p><img src="x.png"><input></body></html>')
        page = self.open("bad", PHONE)
        found = " ".join(violations(page))
        for rule in ("color-contrast", "image-alt", "label", "html-has-lang"):
            self.assertIn(rule, found)
        self.assertGreater(page.evaluate("document.documentElement.scrollWidth"), PHONE)


if __name__ == "__main__":
    unittest.main()
