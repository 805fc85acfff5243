# SPDX-License-Identifier: Apache-2.0
"""An independent reading of every mode and dialect: the answers of `overmatch generate` against string methods, `fnmatch` and `re`."""

import fnmatch
import json
import re
import subprocess
import unittest
import warnings

from support import BINARY, SANITIZED

CASES = 1_000 if SANITIZED else 20_000
SHOWN = 3

RULES = {
    "endswith": lambda path, pattern: path.endswith(pattern),
    "prefix": lambda path, pattern: path.startswith(pattern),
    "substring": lambda path, pattern: pattern in path,
    "segment": lambda path, pattern: path == pattern or path.endswith("." + pattern),
    "run": lambda path, pattern: f".{pattern}." in f".{path}.",
    "exact": lambda path, pattern: path == pattern,
    "subtree": lambda path, pattern: not pattern or path == pattern or path.startswith(pattern + "."),
    "glob": fnmatch.fnmatchcase,
    "path-glob": lambda path, pattern: len(path.split(".")) == len(pattern.split("."))
    and all(map(fnmatch.fnmatchcase, path.split("."), pattern.split("."))),
}
REGEXES = {"regex": "fullmatch", "match": "match", "search": "search"}


def compressed_tensors(entry):
    return re.compile(entry[3:]).match if entry.startswith("re:") else entry.__eq__


def torchao(entry):
    if entry == "_default":
        return lambda path: True
    return re.compile(entry[3:]).fullmatch if entry.startswith("re:") else entry.__eq__


def nncf(entry):
    return re.compile(entry[4:]).match if entry.startswith("{re}") else entry.__eq__


def gptqmodel(entry):
    return re.compile(entry[2:] if entry.startswith(("-:", "+:")) else entry).match


def transformers_skip(entry):
    begins = re.compile(f"(?:{entry})(?:(?<=\\.)|(?=\\.|$))").match
    return lambda path: begins(path) or path.endswith(entry)


# How an entry becomes a function of a path; an entry with a bad regex raises.
READERS = {mode: lambda pattern, name=name: getattr(re.compile(pattern), name) for mode, name in REGEXES.items()}
READERS |= {"compressed-tensors": compressed_tensors, "transformers-skip": transformers_skip, "nncf": nncf}
RULES["peft-targets"] = RULES["segment"]
MODES = [*RULES, *READERS]

# Dialects whose lists have labels: the order, and where an entry stands in it.
READERS |= {"compressed-tensors-targets": compressed_tensors, "torchao": torchao, "gptqmodel": gptqmodel,
            "llama.cpp": READERS["search"]}
RULES |= {"modelopt": RULES["glob"], "dtensor": RULES["path-glob"]}
PLAIN = [mode for mode in MODES if mode not in ("compressed-tensors", "transformers-skip", "nncf", "peft-targets")]
# Modes of which cases do not tell a dialect: it reads alike, or only entries with a marker that the mode's have not.
SAME = {("segment", "peft-targets"), ("peft-targets", "segment"), ("exact", "compressed-tensors"), ("exact", "nncf")}
PLACES = {
    "compressed-tensors-targets": lambda entry: ("re:" in entry, entry),
    "torchao": lambda entry: (entry == "_default", entry.startswith("re:")),
}
LABELLED = {"compressed-tensors-targets": "first", "torchao": "first", "llama.cpp": "first", "gptqmodel": "first",
            "modelopt": "last", "dtensor": "first"}


def selected(mode, patterns, modules):
    """The modules that a mode selects, in their order, or "rejected"."""
    if mode in RULES:
        return [module for module in modules if any(RULES[mode](module, pattern) for pattern in patterns)]
    try:
        matches = [READERS[mode](pattern) for pattern in patterns]
    except (re.error, OverflowError, RecursionError):
        return "rejected"
    return [module for module in modules if any(match(module) for match in matches)]


def labels(mode, case):
    """The label that each module of a case gets, or "rejected"."""
    entries = list(zip(case["patterns"], case["labels"]))
    if case["order"] == "last":
        entries.reverse()
    if mode in PLACES:
        entries.sort(key=lambda entry: PLACES[mode](entry[0]))
    if mode == "gptqmodel":
        entries = [(pattern, None if pattern.startswith("-:") else label) for pattern, label in entries]
    matched = [(selected(mode, [pattern], case["modules"]), label) for pattern, label in entries]
    if any(modules == "rejected" for modules, _ in matched):
        return "rejected"
    return [next((label for modules, label in matched if module in modules), None) for module in case["modules"]]


class Modes(unittest.TestCase):
    def generate(self, mode, count, *options):
        command = [BINARY, "generate", "--mode", mode, "--count", str(count), "--seed", "19", *options]
        # Bytes: names hold \\r.
        lines = subprocess.run(command, capture_output=True, check=True, timeout=300).stdout.split(b"\n")
        return [json.loads(line) for line in lines if line]

    def test_every_answer_is_what_python_says(self):
        for mode in MODES:
            with self.subTest(mode), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Python's, of brackets that may get another meaning
                cases = self.generate(mode, CASES)
                self.assertEqual(len(cases), CASES)
                different = [case for case in cases if selected(mode, case["patterns"], case["modules"]) != case["expected"]]
                self.assertEqual(different[:SHOWN], [], f"{len(different)} of {CASES} differ")

    def test_labels_are_those_of_the_deciding_entry(self):
        for mode in PLAIN:
            for order in ("first", "last"):
                with self.subTest(mode, order=order), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    cases = self.generate(mode, CASES // 20, "--order", order)
                    different = [case for case in cases if labels(mode, case) != case["expected"]]
                    self.assertEqual(different[:SHOWN], [], f"{len(different)} of {len(cases)} differ")
                    told = [case for case in cases if labels(mode, case | {"order": "last" if order == "first" else "first"}) != case["expected"]]
                    self.assertGreater(len(told), len(cases) // 20)  # the order matters in many

    def test_labels_of_dialects_are_those_of_the_deciding_entry(self):
        for mode, order in LABELLED.items():
            with self.subTest(mode), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                cases = self.generate(mode, CASES)
                self.assertTrue(all(case["order"] == order for case in cases))
                different = [case for case in cases if labels(mode, case) != case["expected"]]
                self.assertEqual(different[:SHOWN], [], f"{len(different)} of {CASES} differ")
                # The rules of the others give something else in some of them.
                for other in LABELLED:
                    told = any(labels(other, case) != case["expected"] for case in cases[:200])
                    self.assertEqual(told, other != mode, other)

    def test_an_order_that_a_dialect_does_not_have_is_refused(self):
        for mode, order in (("torchao", "last"), ("modelopt", "first"), ("compressed-tensors", "first")):
            done = subprocess.run([BINARY, "generate", "--mode", mode, "--order", order], capture_output=True, text=True)
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"the order of {mode} is", done.stderr)

    def test_cases_tell_each_mode_from_the_others(self):
        """A mode that is read by the rule of another is noticed within 200 cases."""
        for mode in MODES:
            cases = self.generate(mode, 200)
            for other in MODES:
                if other == mode or (mode, other) in SAME:
                    continue
                with self.subTest(mode, other=other), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    told = any(selected(other, case["patterns"], case["modules"]) != case["expected"] for case in cases)
                    self.assertTrue(told)


if __name__ == "__main__":
    unittest.main()
