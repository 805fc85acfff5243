# SPDX-License-Identifier: Apache-2.0
"""The conformance vectors that are checked in: made anew, held against their schema, and run by the example runners."""

import json
import os
import subprocess
import sys
import unittest

from support import BINARY, MODES, SOURCE, CommandTest
from verbs_test import C_PLUGIN

FOLDER = os.path.join(SOURCE, "corpus/vectors")

MATCHERS = r'''
import fnmatch
import re

RULES = {
    "endswith": lambda p, n: n.endswith(p),
    "segment": lambda p, n: n == p or n.endswith("." + p),
    "exact": lambda p, n: n == p,
    "subtree": lambda p, n: p == "" or n == p or n.startswith(p + "."),
    "prefix": lambda p, n: n.startswith(p),
    "substring": lambda p, n: p in n,
    "run": lambda p, n: "." + p + "." in "." + n + ".",
    "glob": lambda p, n: fnmatch.fnmatchcase(n, p),
    "peft-targets": lambda p, n: n == p or n.endswith("." + p),
    "path-glob": lambda p, n: p.count(".") == n.count(".") and False not in map(fnmatch.fnmatchcase, n.split("."), p.split(".")),
}


def skip(entry):
    begins = re.compile("(?:" + entry + r")(?:(?<=\.)|(?=\.|$))").match
    return lambda n: begins(n) or n.endswith(entry)


READERS = {
    "regex": lambda p: re.compile(p).fullmatch,
    "match": lambda p: re.compile(p).match,
    "search": lambda p: re.compile(p).search,
    "compressed-tensors": lambda p: re.compile(p[3:]).match if p.startswith("re:") else p.__eq__,
    "transformers-skip": skip,
    "nncf": lambda p: re.compile(p[4:]).match if p.startswith("{re}") else p.__eq__,
}


def right(mode, patterns, modules):
    if mode in READERS:
        try:
            rules = [READERS[mode](p) for p in patterns]
        except re.error as error:
            raise ValueError(str(error))
        return [n for n in modules if any(rule(n) for rule in rules)]
    return [n for n in modules if any(RULES[mode](p, n) for p in patterns)]


def endswith(mode, patterns, modules):
    return right("endswith", patterns, modules)


def none(mode, patterns, modules):
    return []


def all(mode, patterns, modules):
    return modules
'''


def vectors(mode):
    with open(os.path.join(FOLDER, mode + ".jsonl"), encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def counted(vector):
    """The vector in the other form, written without overmatch's help."""
    def text(name):
        return str(len(name.encode())) + " " + name + "\n"

    expected = vector["expected"]
    flags = "rejected" if expected == "rejected" else "=" + "".join("01"[module in expected] for module in vector["modules"])
    return (f"{vector['mode']} {len(vector['patterns'])} {len(vector['modules'])}\n" +
            "".join(map(text, vector["patterns"] + vector["modules"])) + flags + "\n" + text(vector["about"]["guards"])).encode()


def read(name):
    with open(os.path.join(FOLDER, name), "rb") as file:
        return file.read()


class Regenerate(CommandTest):
    def generate(self, *options):
        # Bytes: names hold \\r.
        return subprocess.run([BINARY, "generate", "--vectors", *options], capture_output=True, check=True, timeout=600).stdout

    def test_the_checked_in_sets_are_what_the_program_writes(self):
        same = self.generate() == b"".join(read(mode + ".jsonl") for mode in MODES)
        self.assertTrue(same, "for each mode: overmatch generate --vectors --mode MODE > corpus/vectors/MODE.jsonl")

    def test_the_other_form_says_the_same(self):
        for mode in MODES:
            same = read(mode + ".counted") == b"".join(map(counted, vectors(mode)))
            self.assertTrue(same, f"overmatch generate --vectors --counted --mode {mode} > corpus/vectors/{mode}.counted")
        self.assertTrue(self.generate("--mode", "regex", "--counted") == read("regex.counted"))

    def test_options_that_contradict(self):
        self.refused("generate", "--vectors", "--seed", "2", says=["--vectors", "--seed"])
        self.refused("generate", "--counted", says=["--counted", "--vectors"])
        self.refused("generate", "--vectors", "--mode", "globs", says=["did you mean glob?", "segment"])


class Schema(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(FOLDER, "vector.schema.json"), encoding="utf-8") as file:
            self.schema = json.load(file)

    def test_it_says_of_a_case_what_the_schema_of_cases_says(self):
        with open(os.path.join(SOURCE, "corpus/case.schema.json"), encoding="utf-8") as file:
            case = json.load(file)
        for member in ("overmatch", "mode", "patterns", "modules", "intended", "expected"):
            self.assertEqual(self.schema["properties"][member], case["properties"][member])
        self.assertEqual(self.schema["$defs"], case["$defs"])

    def test_every_vector_fits_and_a_bad_one_does_not(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        validator = jsonschema.Draft202012Validator(self.schema)
        for mode in MODES:
            for vector in vectors(mode):
                validator.validate(vector)
        good = vectors("segment")[0]
        for change in ({"about": {"guards": "x"}}, {"about": {"guards": "", "kills": ["a"]}}, {"about": {"guards": "x", "kills": []}}, {"mode": "globs"}):
            self.assertFalse(validator.is_valid({**good, **change}), change)


class Balance(unittest.TestCase):
    def test_both_sides_are_asked_about_in_every_mode(self):
        for mode in MODES:
            with self.subTest(mode=mode):
                # Long lists are about their length.
                small = [v for v in vectors(mode) if v["expected"] != "rejected" and len(v["modules"]) < 10]
                selected, asked = sum(len(v["expected"]) for v in small), sum(len(v["modules"]) for v in small)
                self.assertTrue(0.4 < selected / asked < 0.6, f"{selected} of {asked}")

    def test_the_literal_modes_have_every_kind(self):
        with open(os.path.join(SOURCE, "src/cases/collision_kind.cc"), encoding="utf-8") as file:
            names = file.read().split("kKindNames = {", 1)[1].split("}", 1)[0].replace('"', "").replace(",", " ").split()
        self.assertEqual(len(names), 19)
        names.remove("marker")  # of dialects
        names.remove("order")  # of lists with labels
        for mode in ("endswith", "segment", "exact", "subtree"):
            self.assertEqual({kind for v in vectors(mode) for kind in v["about"].get("kinds", [])}, set(names), mode)


class Runners(CommandTest):
    def in_python(self, function, mode):
        self.write("matchers.py", MATCHERS)
        done = subprocess.run([sys.executable, "-B", os.path.join(FOLDER, "run.py"), "matchers:" + function, os.path.join(FOLDER, mode + ".jsonl")],
                              cwd=self.folder, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stderr, "")
        return done

    def test_python_passes_the_right_one_in_every_mode(self):
        for mode in MODES:
            done = self.in_python("right", mode)
            self.assertEqual(done.returncode, 0, done.stdout[:2000])
            self.assertRegex(done.stdout, r"^0 of \d\d+ vectors wrong\n$")

    def test_python_fails_wrong_ones(self):
        done = self.in_python("endswith", "segment")
        self.assertEqual(done.returncode, 1)
        self.assertIn("segment.jsonl:", done.stdout)
        for function in ("none", "all"):
            for mode in MODES:
                self.assertEqual(self.in_python(function, mode).returncode, 1, f"{function} {mode}")

    def in_c(self, border):
        self.write("matcher.c", C_PLUGIN)
        subprocess.run(["gcc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-DBORDER(c)={border}", "-I", os.path.join(SOURCE, "src/subjects"),
                        "-o", "run", os.path.join(FOLDER, "run.c"), "matcher.c"], check=True, timeout=60, cwd=self.folder)
        return subprocess.run(["./run", os.path.join(FOLDER, "segment.counted")], cwd=self.folder, capture_output=True, text=True, timeout=60)

    def test_c_passes_the_right_one(self):
        done = self.in_c("((c) == '.')")
        self.assertEqual(done.returncode, 0, done.stdout[:2000])
        self.assertIn(f"0 of {len(vectors('segment'))} vectors wrong", done.stdout)

    def test_c_fails_endswith(self):
        done = self.in_c("((c) == (c))")
        self.assertEqual(done.returncode, 1)
        self.assertIn("segment.counted: vector ", done.stdout)

    def test_c_refuses_a_file_that_is_none(self):
        self.in_c("((c) == '.')")
        self.write("cut.counted", "segment 1 1\n3 a")
        self.assertEqual(subprocess.run(["./run", "cut.counted"], cwd=self.folder, capture_output=True, timeout=60).returncode, 2)


if __name__ == "__main__":
    unittest.main()
