# SPDX-License-Identifier: Apache-2.0
"""overmatch selftest, end to end, both ways: it passes as it is, and fails when the harness is made worse."""

import json
import re
import unittest

from support import CommandTest


class Selftest(CommandTest):
    def test_all_planted_matchers(self):
        out, _ = self.run_overmatch("selftest", "--json", "matrix.json", timeout=900)
        accused = re.search(r"0 of (\d+) correct variants accused; 0 faults", out)
        self.assertTrue(accused, out[-2000:])
        self.assertGreaterEqual(int(accused[1]), 50)
        with open(f"{self.folder}/matrix.json", encoding="utf-8") as file:
            matrix = json.load(file)
        self.assertEqual(matrix["faults"], [])
        bugs = [row for row in matrix["matchers"] if row["expect"] != "correct"]
        self.assertGreater(len(bugs), 1000)
        for row in bugs:
            with self.subTest(bug=row["name"]):
                self.assertEqual(row["found_after"] is None, row["differs"] != "inside")
                self.assertIn(row["mark_holds"], (None, True))


class SelftestFails(CommandTest):
    def fails(self, *arguments, says):
        out, _ = self.run_overmatch("selftest", "--summary", *arguments, status=1)
        self.assertIn(says, out)

    def test_passes_on_what_it_fails_on_below(self):
        for name in ("segment-no-boundary", "segment-correct-memcmp", "segment-crash-on-root"):
            self.run_overmatch("selftest", "--bug", name)

    def test_a_property_is_left_out(self):
        self.fails("--bug", "segment-no-boundary", "--property", "agreement",
                   says="agreement alone: segment-no-boundary is not seen by containment, boundary")

    def test_a_correct_variant_is_taken_for_a_bug(self):
        self.fails("--bug", "segment-correct-memcmp", "--as-bug", "segment-correct-memcmp", says="survivor: segment-correct-memcmp")

    def test_a_bug_is_taken_for_a_correct_variant(self):
        self.fails("--bug", "segment-no-boundary", "--as-correct", "segment-no-boundary", says="accused: segment-no-boundary")

    def test_refusals(self):
        self.refused("selftest", "--bug", "nobody", says=["nobody"])
        self.refused("selftest", "--class", "nothing", says=["nothing", "boundary"])
        self.refused("selftest", "--mode", "prefixes", says=["prefixes", "segment"])
        self.refused("selftest", "--mode", "exact", "--bug", "segment-no-boundary", says=["--mode"])

    def test_how_soon(self):
        out, _ = self.run_overmatch("selftest", "--seeds", "2", "--bug", "segment-no-boundary", "--json", "rate.json")
        self.assertIn("1 of 1 bugs found with every one of 2 seeds", out)
        with open(f"{self.folder}/rate.json", encoding="utf-8") as file:
            self.assertEqual(len(json.load(file)["matchers"][0]["seconds"]), 2)


if __name__ == "__main__":
    unittest.main()
