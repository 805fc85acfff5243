# SPDX-License-Identifier: Apache-2.0
"""Makes pages of the C++ headers that an installation has: for each its first comment, and its declarations with their comments.

The folders are those of src/stage_headers.cmake. docs/tools/hooks.py puts the pages into the site, as headers/FOLDER.md.
"""

import os
import re

# The folders of src whose headers are nobody else's, as in src/stage_headers.cmake.
PRIVATE = ("cli", "planted", "python", "selftest", "vectors")


def folders(root):
    """Folders of installed headers: their names, and their headers by the name that users include."""
    found = {}
    for top in ("src", "properties", "fuzz"):
        for folder, below, names in os.walk(os.path.join(root, top)):
            below[:] = sorted(each for each in below if each not in ("seeds", "emulation", "oss-fuzz", "subjects") or top == "src")
            for name in sorted(name for name in names if name.endswith(".h")):
                path = os.path.relpath(os.path.join(folder, name), os.path.join(root, "src") if top == "src" else root)
                found.setdefault(path.split(os.sep)[0], []).append((path, os.path.join(folder, name)))
    return {name: headers for name, headers in sorted(found.items()) if name not in PRIVATE}


def introduction(text):
    """The paragraphs of the comment with which a header begins."""
    lines = []
    for line in text.splitlines():
        if "SPDX-License-Identifier" in line:
            continue
        comment = re.match(r"\s*(?://|/?\*+/?) ?(.*?)(?:\*/)?$", line)
        if comment is None:
            break
        lines.append(comment[1].rstrip())
    # What is indented is code.
    return "\n".join("    " + line if line.startswith("  ") else line for line in lines).strip()


def declarations(text):
    """What follows the includes, without bodies of functions and what is in `namespace detail` or private."""
    body = re.sub(r"(?m)^#(include|pragma|ifndef|define \w+_H).*\n", "", text[len(text) - len(without_introduction(text)) :])
    out, depth, skipping = [], 0, None
    for line in body.splitlines():
        opened, closed = line.count("{") - line.count("}"), 0
        if skipping is not None:
            depth += opened
            if depth <= skipping:
                skipping = None
            continue
        if re.search(r"\)[^;{}]*\{\s*$", line) and not re.match(r"\s*(namespace|class|struct|enum)\b", line):
            out.append(re.sub(r"\s*\{\s*$", ";", line))
            skipping, depth = depth, depth + opened
            if depth <= skipping:
                skipping = None
            continue
        depth += opened
        out.append(line)
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(out))
    joined = re.sub(r"(?m)^(namespace [\w:]+ \{|\}  // namespace.*)\n?", "", joined)
    return joined.strip()


def without_introduction(text):
    rest = text
    while rest and re.match(r"\s*(//|/?\*)", rest.split("\n", 1)[0]):
        rest = rest.split("\n", 1)[1] if "\n" in rest else ""
    return rest


def page(name, headers):
    parts = [f"# {name}\n"]
    for include, path in headers:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        shown = "overmatch_plugin.h" if include.endswith("overmatch_plugin.h") else f"overmatch/{include}"
        parts.append(f"## {shown}\n\n{introduction(text)}\n\n```cpp\n{declarations(text)}\n```\n")
    return "\n".join(parts)
