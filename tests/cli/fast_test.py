# SPDX-License-Identifier: Apache-2.0
"""The matchers for many patterns as subjects of the command line."""

import unittest

from support import DIALECTS, MODES, QUICK, CommandTest


class Fast(CommandTest):
    def test_they_keep_every_property(self):
        for mode in MODES:
            out, _ = self.run_overmatch("check", "--builtin", "fast-" + mode, "--random-only", *QUICK)
            self.assertIn(mode if mode in DIALECTS else f"fast-{mode}", out)  # a dialect has its reference only
            self.assertIn("no violation", out)

    def test_one_that_is_used_in_another_mode_is_caught(self):
        out, _ = self.run_overmatch("check", "--builtin", "fast-endswith", "--mode", "segment", *QUICK, status=1)
        self.assertIn("selects `aa` for the pattern `a`", out)
        self.assertIn("--builtin fast-endswith --mode segment", out)

    def test_an_unknown_one_is_refused_with_the_known(self):
        for name in ("fast-globs", "fast-", "fast"):
            self.refused("check", "--builtin", name, says=[f'"{name}"', "segment", "fast-"])


if __name__ == "__main__":
    unittest.main()
