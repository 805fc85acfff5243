# SPDX-License-Identifier: Apache-2.0
"""What MkDocs does besides building the pages: it makes those of the C++ headers, completes the navigation, and leaves the comments for
the tests out."""

import os
import re
import sys

from mkdocs.structure.files import File

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import headers  # noqa: E402

# The folders of docs/reference, with their titles.
GROUPS = {"modes": "Modes", "dialects": "Dialects", "properties": "Properties", "kinds": "Collision kinds", "findings": "Findings", "terms": "Terms"}


def pages_of(nav):
    """All pages that a navigation names."""
    if isinstance(nav, str):
        return {nav}
    return set().union(*(pages_of(each) for each in (nav.values() if isinstance(nav, dict) else nav)))


def on_config(config):
    docs = config["docs_dir"]
    reference = next(part["Reference"] for part in config["nav"] if "Reference" in part)
    for group, title in GROUPS.items():
        names = sorted(os.listdir(os.path.join(docs, "reference", group)))
        reference.append({title: [{name.removesuffix(".md"): f"reference/{group}/{name}"} for name in names]})
    reference.append({"Headers": [{name: f"headers/{name}.md"} for name in headers.folders(ROOT)]})
    others = sorted(name for name in os.listdir(docs) if name.endswith(".md") and name not in pages_of(config["nav"]))
    if others:
        config["nav"].append({"More": others})
    return config


def on_files(files, config):
    for name, found in headers.folders(ROOT).items():
        files.append(File.generated(config, f"headers/{name}.md", content=headers.page(name, found)))
    return files


def on_post_page(output, **_):
    """Names the dialog of the search, which the theme leaves without a name for screen readers."""
    return output.replace('data-md-component="search" role="dialog"', 'data-md-component="search" role="dialog" aria-label="Search"')


def on_page_markdown(markdown, **_):
    """Without the comments for the tests, and with the files that `<!-- site: include FILE -->` names, as blocks."""

    def included(found):
        with open(os.path.join(ROOT, found[1]), encoding="utf-8") as file:
            return f"```json\n{file.read().rstrip()}\n```"

    return re.sub(r"(?m)^<!-- site: include (.*) -->$", included, re.sub(r"(?m)^<!-- test: .* -->\n", "", markdown))
