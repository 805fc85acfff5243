# SPDX-License-Identifier: Apache-2.0
"""What the end to end tests of `overmatch audit` share."""

import json
import os

from support import SOURCE, CommandTest

TREES = os.path.join(SOURCE, "corpus/trees")
MODEL = "model\nmodel.layers\nmodel.layers.0\nmodel.layers.0.q_proj\nimg_model\nimg_model.layers\nimg_model.layers.0\nimg_model.layers.0.q_proj\nhead\n"


def tree(name):
    for ending in (".modules.txt", ".modules.txt.gz", ".tree.jsonl.gz"):
        path = os.path.join(TREES, name + ending)
        if os.path.exists(path):
            return path
    raise FileNotFoundError(name)


class AuditCase(CommandTest):
    def audit_json(self, *arguments, status=1):
        out, _ = self.run_overmatch("audit", *arguments, "--json", "-", status=status)
        return json.loads(out)

    def approve(self, name, out):
        """What people read. Set OVERMATCH_APPROVE=1 to accept a new text."""
        path = os.path.join(SOURCE, "tests/cli/expected", name)
        if os.environ.get("OVERMATCH_APPROVE"):
            with open(path, "w", encoding="utf-8") as file:
                file.write(out)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(out, file.read())
