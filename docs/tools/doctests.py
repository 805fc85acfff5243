# SPDX-License-Identifier: Apache-2.0
"""Shows the examples of docstrings (`>>>`) as code: an extension of Griffe, by which mkdocstrings reads the Python package."""

import re

import griffe

# The lines from a prompt to the next empty line.
EXAMPLE = re.compile(r"(?m)^>>> .*(?:\n.+)*")


class Doctests(griffe.Extension):
    def on_object(self, *, obj, **_):
        if obj.docstring:
            obj.docstring.value = EXAMPLE.sub(lambda found: f"```pycon\n{found[0]}\n```", obj.docstring.value)
