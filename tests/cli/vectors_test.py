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
# The sets of lists with labels: those of plain modes are named by the order, too.
ORDERED = {"exact-first": ("exact", "first"), "substring-first": ("substring", "first"), "search-first": ("search", "first"),
           "segment-last": ("segment", "last"), "glob-last": ("glob", "last")}
LISTS = ("segment-last", "exact-first", "substring-first", "glob-last", "search-first", "compressed-tensors-targets", "torchao", "llama.cpp",
         "gptqmodel", "modelopt", "dtensor")
SETS = MODES + LISTS

MATCHERS = r'''
import fnmatch
import functools
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
RULES["modelopt"] = RULES["glob"]
RULES["dtensor"] = RULES["path-glob"]


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
    "torchao": lambda p: re.compile(p[3:]).fullmatch if p.startswith("re:") else (lambda n: p in (n, "_default")),
    "llama.cpp": lambda p: re.compile(p).search,
    "gptqmodel": lambda p: re.compile(p[2:] if p[:2] in ("-:", "+:") else p).match,
}
READERS["compressed-tensors-targets"] = READERS["compressed-tensors"]

PLACES = {
    "compressed-tensors-targets": lambda p: ("re:" in p, p),
    "torchao": lambda p: 2 if p == "_default" else p.startswith("re:"),
}


def readers(mode, patterns):
    if mode not in READERS:
        return [functools.partial(RULES[mode], p) for p in patterns]
    try:
        return [READERS[mode](p) for p in patterns]
    except re.error as error:
        raise ValueError(str(error))


def entries(mode, patterns, labels, order):
    """Pairs of a rule and a label, in the order in which they are asked."""
    gives = [None if mode == "gptqmodel" and p.startswith("-:") else label for p, label in zip(patterns, labels)]
    places = sorted(range(len(patterns)), key=lambda at: at if order == "first" else -at)
    if mode in PLACES:
        places.sort(key=lambda at: PLACES[mode](patterns[at]))
    rules = readers(mode, patterns)
    return [(rules[at], gives[at]) for at in places]


def right(mode, patterns, modules, labels=None, order=None):
    if labels is None:
        rules = readers(mode, patterns)  # refuses bad ones though there be no modules
        return [n for n in modules if any(rule(n) for rule in rules)]
    asked = entries(mode, patterns, labels, order)
    return [next((label for rule, label in asked if rule(n)), None) for n in modules]


def skips_null(mode, patterns, modules, labels, order):
    asked = entries(mode, patterns, labels, order)
    return [next((label for rule, label in asked if rule(n) and label), None) for n in modules]


def other_end(mode, patterns, modules, labels, order):
    asked = entries(mode, patterns, labels, order)[::-1]
    return [next((label for rule, label in asked if rule(n)), None) for n in modules]


def one_label(mode, patterns, modules, labels, order):
    given = [label for label in labels if label]
    return [label and given[0] for label in right(mode, patterns, modules, labels, order)]


def endswith(mode, patterns, modules):
    return right("endswith", patterns, modules)


def none(mode, patterns, modules, labels=None, order=None):
    return [] if labels is None else [None] * len(modules)


def all(mode, patterns, modules, labels=None, order=None):
    return modules if labels is None else [next(filter(None, labels), None)] * len(modules)
'''


LABELLED_IN_C = C_PLUGIN + r"""
static int assign(const overmatch_labelled_query* query, uint32_t* labels, char* error, size_t error_size) {
  (void)error;
  (void)error_size;
  for (size_t module = 0; module < query->module_count; ++module) {
    labels[module] = 0;
    for (size_t pattern = 0; pattern < query->pattern_count; ++pattern) {
      if (selects(query->modules[module], query->patterns[pattern]) && GIVES(query->labels[pattern]))
        labels[module] = query->labels[pattern];
    }
  }
  return 0;
}

const overmatch_plugin_labelled* overmatch_plugin_v2(void) {
  static const overmatch_plugin_labelled plugin = {OVERMATCH_PLUGIN_ABI_2, "in-c", "segment", match, assign};
  return &plugin;
}
"""


def vectors(mode):
    with open(os.path.join(FOLDER, mode + ".jsonl"), encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def counted(vector):
    """The vector in the other form, written without overmatch's help."""
    def text(name):
        return str(len(name.encode())) + " " + name + "\n"

    expected, order = vector["expected"], vector.get("order")
    names = [None]  # of the labels, by number

    def numbers(labels):
        names.extend(label for label in dict.fromkeys(labels) if label not in names)
        return "".join(f" {names.index(label)}" for label in labels) + "\n"

    given = "labels" + numbers(vector["labels"]) if order else ""
    if expected == "rejected":
        answer = "rejected\n"
    else:
        answer = "=" + (numbers(expected) if order else "".join("01"[module in expected] for module in vector["modules"]) + "\n")
    return (f"{vector['mode']} {len(vector['patterns'])} {len(vector['modules'])}{' ' + order if order else ''}\n" +
            "".join(map(text, vector["patterns"] + vector["modules"])) + given + answer + text(vector["about"]["guards"])).encode()


def read(name):
    with open(os.path.join(FOLDER, name), "rb") as file:
        return file.read()


class Regenerate(CommandTest):
    def generate(self, *options):
        # Bytes: names hold \\r.
        return subprocess.run([BINARY, "generate", "--vectors", *options], capture_output=True, check=True, timeout=600).stdout

    def test_the_checked_in_sets_are_what_the_program_writes(self):
        same = self.generate() == b"".join(read(mode + ".jsonl") for mode in SETS)
        self.assertTrue(same, "for each mode: overmatch generate --vectors --mode MODE > corpus/vectors/MODE.jsonl; --order for MODE-ORDER.jsonl")

    def test_the_other_form_says_the_same(self):
        for mode in SETS:
            same = read(mode + ".counted") == b"".join(map(counted, vectors(mode)))
            self.assertTrue(same, f"overmatch generate --vectors --counted --mode {mode} > corpus/vectors/{mode}.counted")
        self.assertTrue(self.generate("--mode", "regex", "--counted") == read("regex.counted"))
        self.assertTrue(self.generate("--mode", "torchao", "--counted") == read("torchao.counted"))

    def test_a_mode_and_an_order_choose_one_set(self):
        self.assertTrue(self.generate("--mode", "exact") == read("exact.jsonl"))
        for name, (mode, order) in ORDERED.items():
            self.assertTrue(self.generate("--mode", mode, "--order", order) == read(name + ".jsonl"), name)
        last = b"".join(read(name + ".jsonl") for name in ("segment-last", "glob-last", "modelopt"))
        self.assertTrue(self.generate("--order", "last") == last)

    def test_options_that_contradict(self):
        self.refused("generate", "--vectors", "--seed", "2", says=["--vectors", "--seed"])
        self.refused("generate", "--counted", says=["--counted", "--vectors"])
        self.refused("generate", "--vectors", "--mode", "globs", says=["did you mean glob?", "segment"])
        self.refused("generate", "--vectors", "--mode", "exact", "--order", "last", says=["exact", "last", "exact-first", "segment-last"])
        self.refused("generate", "--vectors", "--mode", "modelopt", "--order", "first", says=["modelopt", "last"])


class Schema(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(FOLDER, "vector.schema.json"), encoding="utf-8") as file:
            self.schema = json.load(file)

    def test_it_says_of_a_case_what_the_schema_of_cases_says(self):
        with open(os.path.join(SOURCE, "corpus/case.schema.json"), encoding="utf-8") as file:
            case = json.load(file)
        for member in ("overmatch", "mode", "order", "labels", "patterns", "modules", "intended", "expected"):
            self.assertEqual(self.schema["properties"][member], case["properties"][member])
        self.assertEqual(self.schema["$defs"], case["$defs"])

    def test_every_vector_fits_and_a_bad_one_does_not(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        validator = jsonschema.Draft202012Validator(self.schema)
        for mode in SETS:
            for vector in vectors(mode):
                validator.validate(vector)
        listed = vectors("torchao")[0]
        for change in ({"order": None}, {"labels": None}, {"order": "any"}, {"labels": [1]}, {"overmatch": 1}):
            bad = {name: value for name, value in {**listed, **change}.items() if value is not None}
            self.assertFalse(validator.is_valid(bad), change)
        good = vectors("segment")[0]
        for change in ({"about": {"guards": "x"}}, {"about": {"guards": "", "kills": ["a"]}}, {"about": {"guards": "x", "kills": []}}, {"mode": "globs"}):
            self.assertFalse(validator.is_valid({**good, **change}), change)


class Balance(unittest.TestCase):
    def test_both_sides_are_asked_about_in_every_mode(self):
        for mode in SETS:
            with self.subTest(mode=mode):
                # Long lists are about their length.
                small = [v for v in vectors(mode) if v["expected"] != "rejected" and len(v["modules"]) < 10]
                selected = sum(len(v["expected"]) - v["expected"].count(None) for v in small)
                asked = sum(len(v["modules"]) for v in small)
                off = 0.15 if mode in LISTS else 0.1  # the sets of lists are small
                self.assertTrue(0.5 - off < selected / asked < 0.5 + off, f"{selected} of {asked}")

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
        for mode in SETS:
            done = self.in_python("right", mode)
            self.assertEqual(done.returncode, 0, done.stdout[:2000])
            self.assertRegex(done.stdout, r"^0 of \d+ vectors wrong\n$")

    def test_python_fails_wrong_ones(self):
        done = self.in_python("endswith", "segment")
        self.assertEqual(done.returncode, 1)
        self.assertIn("segment.jsonl:", done.stdout)
        for function in ("none", "all"):
            for mode in SETS:
                self.assertEqual(self.in_python(function, mode).returncode, 1, f"{function} {mode}")

    def test_python_fails_wrong_lists(self):
        for function in ("skips_null", "other_end", "one_label"):
            for mode in LISTS:
                self.assertEqual(self.in_python(function, mode).returncode, 1, f"{function} {mode}")

    def compile(self, matcher, *options):
        self.write("matcher.c", matcher)
        subprocess.run(["gcc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", *options, "-I", os.path.join(SOURCE, "src/subjects"),
                        "-o", "run", os.path.join(FOLDER, "run.c"), "matcher.c"], check=True, timeout=60, cwd=self.folder)

    def run_compiled(self, mode):
        return subprocess.run(["./run", os.path.join(FOLDER, mode + ".counted")], cwd=self.folder, capture_output=True, text=True, timeout=60)

    def in_c(self, border):
        self.compile(C_PLUGIN, f"-DBORDER(c)={border}")
        return self.run_compiled("segment")

    def test_c_reads_the_files_of_all_modes(self):
        self.compile(C_PLUGIN, "-DBORDER(c)=((c) == '.')")
        for mode in MODES:
            done = self.run_compiled(mode)
            self.assertIn(f" of {len(vectors(mode))} vectors wrong", done.stdout, mode)
            self.assertEqual(done.returncode, mode not in ("segment", "peft-targets"), mode)

    def test_c_passes_the_right_one_of_lists_with_labels(self):
        self.compile(LABELLED_IN_C, "-DLABELS", "-DBORDER(c)=((c) == '.')", "-DGIVES(label)=1")
        for mode in ("segment-last", "segment"):
            done = self.run_compiled(mode)
            self.assertEqual(done.stdout, f"0 of {len(vectors(mode))} vectors wrong\n")
            self.assertEqual(done.returncode, 0)
        for mode in LISTS[1:]:
            done = self.run_compiled(mode)
            self.assertIn(f" of {len(vectors(mode))} vectors wrong", done.stdout, mode)
            self.assertEqual(done.returncode, 1, mode)

    def test_c_fails_one_that_goes_on_behind_null(self):
        self.compile(LABELLED_IN_C, "-DLABELS", "-DBORDER(c)=((c) == '.')", "-DGIVES(label)=(label) != 0")
        done = self.run_compiled("segment-last")
        self.assertEqual(done.returncode, 1)
        self.assertIn("segment-last.counted: vector ", done.stdout)

    def test_c_refuses_lists_that_the_matcher_does_not_read(self):
        self.compile(C_PLUGIN, "-DBORDER(c)=((c) == '.')")
        done = self.run_compiled("segment-last")
        self.assertEqual((done.returncode, done.stderr), (2, "the matcher does not read lists with labels: see LABELS in run.c\n"))
        self.compile(LABELLED_IN_C.replace(", match, assign", ", NULL, assign"), "-DLABELS", "-DBORDER(c)=((c) == '.')", "-DGIVES(label)=1", "-Wno-unused-function")
        done = self.run_compiled("segment")
        self.assertEqual((done.returncode, done.stderr), (2, "the matcher does not read plain lists: see LABELS in run.c\n"))

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
        for text in ("segment 1 1\n3 a", "segment 1 1\n1 a\n1 a\n=\n1 a\n", "segment 1 1 any\n1 a\n1 a\nlabels 1\n= 1\n1 a\n",
                     "segment 1 1 last\n1 a\n1 a\n= 1\n1 a\n", "segment 1 1\n1 a\n1 a\nwrong\n1 a\n"):
            self.write("cut.counted", text)
            self.assertEqual(subprocess.run(["./run", "cut.counted"], cwd=self.folder, capture_output=True, timeout=60).returncode, 2, text)


if __name__ == "__main__":
    unittest.main()
