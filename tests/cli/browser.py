# SPDX-License-Identifier: Apache-2.0
"""What the tests of HTML in a headless Chromium share: those of reports here, those of the site in tests/docs."""

import os

import axe_playwright_python

CHROMIUM = os.environ.get("OVERMATCH_CHROMIUM", "/usr/bin/chromium")
PHONE, DESK = 400, 1280
with open(os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js"), encoding="utf-8") as script:
    AXE = script.read()


def launch(playwright):
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


def violations(page):
    """What axe finds on a page that is serious or worse, a line each."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found if each["impact"] in ("serious", "critical") for node in each["nodes"]]
