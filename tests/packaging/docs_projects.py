# SPDX-License-Identifier: Apache-2.0
"""Runs the pages of the documentation that need an installed overmatch: `docs_projects.py PREFIX TOOLS`. See tests/cli/pages.py."""

import os
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "cli"))
import pages  # noqa: E402


def main():
    prefix, tools = sys.argv[1:]
    failed = ran = 0
    for page in pages.pages(ROOT):
        text = pages.read(os.path.join(ROOT, page))
        if pages.needs(text) != "installation":
            continue
        with tempfile.TemporaryDirectory(prefix="overmatch-docs-") as folder:
            path = [tools, os.path.join(prefix, "bin")]
            count, wrong = pages.execute(page, text, folder, path, CMAKE_PREFIX_PATH=prefix, CMAKE_GENERATOR="Ninja")
        ran += count
        failed += len(wrong)
        print(f"{page}: {count} commands", *wrong, sep="\n")
    sys.exit(failed > 0 or ran == 0)


if __name__ == "__main__":
    main()
