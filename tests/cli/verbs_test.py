# SPDX-License-Identifier: Apache-2.0
"""overmatch repro, shrink and generate, and plugins in C, end to end."""

import json
import os
import subprocess
import unittest

from support import PLUGIN, QUICK, SANITIZED, SOURCE, CommandTest

ORIGIN = {"overmatch": 1, "mode": "segment", "patterns": ["model.layers.0.xxxx"],
          "modules": ["model.layers.0.xxxx", "img_model.layers.0.xxxx"]}

# The mode "segment" in C; BORDER says what stands before a match.
C_PLUGIN = r"""
#include "overmatch_plugin.h"
#include <string.h>

static int selects(overmatch_text path, overmatch_text pattern) {
  size_t rest;
  if (path.size < pattern.size) return 0;
  rest = path.size - pattern.size;
  if (memcmp(path.data + rest, pattern.data, pattern.size) != 0) return 0;
  return rest == 0 || (pattern.size != 0 && BORDER(path.data[rest - 1]));
}

static int match(const overmatch_query* query, uint8_t* selected, char* error, size_t error_size) {
  (void)error;
  (void)error_size;
  for (size_t module = 0; module < query->module_count; ++module) {
    selected[module] = 0;
    for (size_t pattern = 0; pattern < query->pattern_count; ++pattern) {
      if (selects(query->modules[module], query->patterns[pattern])) selected[module] = 1;
    }
  }
  return 0;
}

const overmatch_plugin* overmatch_plugin_v1(void) {
  static const overmatch_plugin plugin = {OVERMATCH_PLUGIN_ABI, "in-c", "segment", match};
  return &plugin;
}
"""


class Repro(CommandTest):
    def test_origin(self):
        self.write("origin.json", json.dumps(ORIGIN))
        self.run_overmatch("repro", "origin.json", "--builtin", "segment")
        out, _ = self.run_overmatch("repro", "origin.json", "--builtin", "endswith", "--mode", "segment", status=1)
        self.assertIn("img_model.layers.0.xxxx", out)

    def test_whole_corpus_on_the_references(self):
        # With sanitizers the fuzz targets replay all of it, without a process for each case.
        for mode in ("regex",) if SANITIZED else ("endswith", "segment", "exact", "subtree", "regex"):
            self.run_overmatch("repro", os.path.join(SOURCE, "corpus/cases"), "--builtin", mode)

    def test_a_found_case_tells_the_buggy_plugin_from_the_reference(self):
        bugs = ["segment-underscore-boundary", "subtree-any-depth", "segment-first-pattern-only", "exact-every-second-call"]
        for bug in bugs[:2] if SANITIZED else bugs:
            with self.subTest(bug=bug):
                mode = bug.split("-")[0]
                self.run_overmatch("check", "--plugin", PLUGIN, *QUICK, "--save", bug, status=1, planted=bug)
                self.run_overmatch("repro", bug, "--plugin", PLUGIN, status=1, planted=bug)
                self.run_overmatch("repro", bug, "--builtin", mode)


class Shrink(CommandTest):
    def test_a_case_of_the_users_own(self):
        self.write("origin.json", json.dumps(ORIGIN))
        out, _ = self.run_overmatch("shrink", "origin.json", "--builtin", "endswith", "--mode", "segment", status=1)
        self.assertIn('"a"', out)
        self.assertIn("aa", out)
        self.assertIn("proved", out)

    def test_a_case_that_passes_is_said_to(self):
        self.write("origin.json", json.dumps(ORIGIN))
        self.run_overmatch("shrink", "origin.json", "--builtin", "segment")


class Generate(CommandTest):
    def test_json_lines_with_what_the_reference_selects(self):
        for mode in ("endswith", "segment", "exact", "subtree", "regex"):
            with self.subTest(mode=mode):
                out, _ = self.run_overmatch("generate", "--mode", mode, "--count", "50", "--seed", "3")
                again, _ = self.run_overmatch("generate", "--mode", mode, "--count", "50", "--seed", "3")
                self.assertEqual(out, again)
                cases = [json.loads(line) for line in out.splitlines()]
                self.assertEqual(len(cases), 50)
                for number, case in enumerate(cases):
                    self.assertEqual(case["mode"], mode)
                    expected = case["expected"]
                    self.assertTrue(expected == "rejected" or set(expected) <= set(case["modules"]), case)
                    if mode == "segment":
                        meant = [module for module in case["modules"]
                                 if any(module == p or module.endswith("." + p) for p in case["patterns"])]
                        self.assertEqual(sorted(expected), sorted(meant), case)
                    self.write(f"{mode}-{number}.json", json.dumps(case))
                self.run_overmatch("repro", f"{mode}-0.json", f"{mode}-1.json", "--builtin", mode)


class Plugins(CommandTest):
    def build(self, border):
        self.write("matcher.c", C_PLUGIN)
        subprocess.run(["gcc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-shared", "-fPIC", f"-DBORDER(c)={border}",
                        "-I", os.path.join(SOURCE, "src/subjects"), "-o", "matcher.so", "matcher.c"],
                       check=True, timeout=60, cwd=self.folder)
        return "./matcher.so"

    def test_a_right_one_in_c_passes(self):
        out, _ = self.run_overmatch("check", "--plugin", self.build("((c) == '.')"), *QUICK)
        self.assertIn("no violation", out)

    def test_a_wrong_one_in_c_is_caught(self):
        out, _ = self.run_overmatch("check", "--plugin", self.build("((c) == '.' || (c) == '_')"), *QUICK, status=1)
        self.assertIn("`_a` for the pattern `a`", out)


if __name__ == "__main__":
    unittest.main()
