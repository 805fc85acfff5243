# SPDX-License-Identifier: Apache-2.0
"""Finds the files, names and commands that a page of the documentation names and that do not exist.

A page is Markdown. A code span with a slash, or one that is a file of the top folder, is a path. `./dev VERB` and `overmatch VERB` are
commands. Any other code span is a name, which must stand in one of the files of its list item or paragraph. Whatever contains NEW is
about to be made: of such a path the folder must exist.
"""

import os
import re


def items(text):
    """The list items and paragraphs of a page, each with the line where it begins."""
    block, start = [], 1
    for at, line in enumerate([*text.splitlines(), ""], 1):
        if block and (not line.strip() or re.match(r"\s*(\d+\.|[-*#])\s", line)):
            yield start, "\n".join(block)
            block = []
        if line.strip():
            start = start if block else at
            block.append(line)


def is_path(span, root):
    return re.fullmatch(r"[\w.-]+(/[\w.-]+)*", span) is not None and ("/" in span or os.path.isfile(os.path.join(root, span)))


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def is_command(span):
    return span.startswith(("./dev ", "overmatch "))


def missing_verbs(span, root):
    known = re.findall(r"(?m)^dev_(\w+)\(\)", read(os.path.join(root, "dev")))
    return [verb for verb in re.findall(r"\./dev (\w+)", span) if verb not in known] + [
        verb for verb in re.findall(r"overmatch (\w+)", span) if not os.path.isfile(os.path.join(root, f"src/cli/verbs/{verb}.cc"))
    ]


def missing(text, root):
    """One line for each path, name and verb of a page that does not exist."""
    wrong = []
    for line, item in items(text):
        spans = re.findall(r"`([^`]+)`", item)
        paths = [span for span in spans if is_path(span, root)]
        files = [os.path.join(root, path) for path in paths]
        contents = [read(file) for file in files if os.path.isfile(file)]
        for span in spans:
            if is_command(span):
                wrong += [f"{line}: there is no verb {verb}" for verb in missing_verbs(span, root)]
            elif span in paths:
                exists = os.path.exists(os.path.join(root, os.path.dirname(span) if "NEW" in span else span))
                wrong += [] if exists else [f"{line}: {span} does not exist"]
            elif "NEW" not in span and not any(re.search(rf"(?<!\w){re.escape(span)}(?!\w)", content) for content in contents):
                wrong.append(f"{line}: {span} stands in none of the files that are named beside it")
    return wrong
