# SPDX-License-Identifier: Apache-2.0
"""The benchmarks still run, and their tables have the shape that README.md describes. No timing is looked at."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from math import inf
from pathlib import Path

import bench
import bugs
import field
import measure
import shrinking
import tables

HERE = Path(__file__).resolve().parent
BUILD = os.environ["OVERMATCH_BUILD"]
PYTHON = os.environ.get("OVERMATCH_BENCH_PYTHON", "")
PYTHON = PYTHON if os.path.exists(PYTHON) else ""


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-B", str(HERE / "bench.py"), *arguments], capture_output=True, text=True, encoding="utf-8"
    )


class Statistics(unittest.TestCase):
    def test_a_run_that_did_not_end_counts_as_infinite(self):
        self.assertEqual(tables.median([1, inf, 3]), 3)
        self.assertEqual(tables.median([1, inf, inf]), inf)
        self.assertEqual(tables.spread([4, 1, inf, 2]), "2 (1 to 4)")
        self.assertEqual(tables.spread([7, 7, 7]), "7")

    def test_ratios(self):
        self.assertEqual(tables.ratio(10, 4), "2.5x")
        self.assertEqual(tables.ratio(inf, 4), "> all")
        self.assertEqual(tables.ratio(inf, inf), "")

    def test_results_that_differ_in_letters_only_are_one(self):
        def result(pattern, module):
            return {"patterns": [pattern], "modules": [module]}

        self.assertEqual(shrinking.renamed(result("b", "_b")), shrinking.renamed(result("q", "_q")))
        self.assertNotEqual(shrinking.renamed(result("b", "_b")), shrinking.renamed(result("q", "_z")))
        self.assertNotEqual(shrinking.renamed(result("b", "bb")), shrinking.renamed(result("b", "b0")))

    def test_a_class_where_the_baseline_is_nearly_as_good_is_told(self):
        def line(contender, cases):
            return {
                "contender": contender,
                "bug": "b",
                "mode": "exact",
                "theme": "t",
                "cases": cases,
                "found": True,
                "limit": 1,
                "seconds": 0.1,
            }

        for ours, met in ((2, True), (3, False)):
            lines = [line(bugs.SEARCH, ours), line("overmatch generator", 9), line("RapidCheck, arbitrary", 4)]
            _, bars = bugs.report(lines)
            self.assertEqual(bars[0]["met"], met)

    def test_a_bug_that_only_a_baseline_finds_is_told(self):
        line = {"bug": "b", "mode": "exact", "theme": "t", "cases": 5, "limit": 1, "seconds": 0.1}
        lines = [
            {**line, "contender": name, "found": name.startswith("Rapid")} for name in (*bugs.OURS, "RapidCheck, arbitrary")
        ]
        _, bars = bugs.report(lines)
        self.assertIn({"bar": "no bug that a baseline finds is missed", "measured": "missed: b", "met": False}, bars)


class Judge(unittest.TestCase):
    def verdict(self, patterns, modules):
        line = {"bug": "segment-no-boundary", "found": True, "patterns": patterns, "modules": modules}
        return measure.run([measure.Tools(BUILD, "").bench("judge")], [measure.as_lines([line])])[0][0]["verdict"]

    def test_the_least_case_is_proved_whatever_its_letters(self):
        self.assertEqual(self.verdict(["a"], ["ba"]), "proved")
        self.assertEqual(self.verdict(["7"], ["_7"]), "proved")

    def test_a_bigger_one_is_not_minimal(self):
        self.assertEqual(self.verdict(["a"], ["ba", "c"]), "not minimal")
        self.assertEqual(self.verdict(["ab"], ["cab"]), "not minimal")

    def test_one_that_passes_is_told(self):
        self.assertEqual(self.verdict(["a"], ["b.a"]), "passes")


class Field(unittest.TestCase):
    def test_every_bug_with_a_source_is_a_row_of_the_table_that_is_checked_in(self):
        rows = [line for line in (HERE / "field.md").read_text(encoding="utf-8").splitlines() if line.startswith("| [")]
        tools = measure.Tools(BUILD, "")
        plain, labelled = ([bug for bug in tools.list_bugs(*which) if bug["source"]] for which in ((), ("--labels",)))
        self.assertGreater(len(plain), 40)
        self.assertGreater(len(labelled), 20)
        self.assertEqual({bug["order"] for bug in plain}, {"any"})
        self.assertEqual({bug["order"] for bug in labelled}, {"first", "last"})
        sourced = plain + labelled
        for bug in sourced:
            self.assertTrue(
                any(f"`{bug['bug']}`" in row and f"({field.link_to(bug['source'])})" in row for row in rows),
                f"no row for {bug['bug']}: run ./dev bench field, then cp build/bench/field.md tests/bench/",
            )
        self.assertEqual(len(rows), len(sourced))


class ListsWithLabels(unittest.TestCase):
    """The subjects that Hypothesis asks, each in a process of its own."""

    def is_wrong(self, name, mode, order, *case):
        tools = measure.Tools(BUILD, "")
        libraries = [str(tools.labelled_plugin), str(tools.programs / "overmatch_oracle.so")]
        code = "import json, plugin, sys; subject, case = json.loads(sys.argv[1]); print(plugin.Subject(*subject).is_wrong(*case))"
        arguments = json.dumps([[*libraries, name, mode, False, order], case])
        done = subprocess.run([sys.executable, "-B", "-c", code, arguments], cwd=HERE, capture_output=True, text=True)
        self.assertIn(done.stdout, ("True\n", "False\n"), done.stderr)
        return done.stdout == "True\n"

    def test_a_bug_is_wrong_where_a_null_entry_decides_and_right_elsewhere(self):
        bug = ("exact-list-null-is-skipped", "exact", "first")
        self.assertTrue(self.is_wrong(*bug, ["a", "a"], ["a"], [0, 1]))
        self.assertFalse(self.is_wrong(*bug, ["a", "a"], ["a", "b"], [1, 0]))

    def test_the_order_counts(self):
        bug = ("segment-list-other-end-decides", "segment", "last")
        self.assertTrue(self.is_wrong(*bug, ["a", "a"], ["b.a"], [1, 2]))
        self.assertFalse(self.is_wrong(*bug, ["a", "b"], ["b.a"], [1, 2]))

    def test_a_right_one_is_right(self):
        self.assertFalse(self.is_wrong("exact-list-correct-overwrites", "exact", "first", ["a", "a"], ["a"], [0, 1]))


class FieldWords(unittest.TestCase):
    def test_a_shrunk_list_with_labels_says_what_each_entry_gives(self):
        line = {"patterns": ["a", "a|b"], "labels": [0, 1], "modules": ["a", "b"], "selected": [1, 1], "expected": [0, 1], "property": "null"}
        self.assertEqual(field.happened(line), "`a` null, `a|b` A of `a`, `b`: gives `a` A, not null")
        self.assertEqual(field.happened({**line, "selected": [0, 1]}), "`a` null, `a|b` A of `a`, `b`: breaks null")

    def test_a_shrunk_plain_list_says_what_is_selected(self):
        line = {"patterns": ["a"], "labels": [], "modules": ["a", "xa"], "selected": ["a", "xa"], "expected": ["a"], "property": "agreement"}
        self.assertEqual(field.happened(line), "`a` of `a`, `xa`: selects `xa` too")
        self.assertEqual(field.happened({**line, "patterns": []}), "nothing of `a`, `xa`: selects `xa` too")


class Groups(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.out = Path(cls.folder.name)
        cls.done = run("--smoke", "--build", BUILD, "--python", PYTHON, "--out", str(cls.out))

    def test_all_groups_run_and_print_their_tables(self):
        self.assertEqual(self.done.returncode, 0, self.done.stderr)
        joined = json.loads((self.out / "bench.json").read_text(encoding="utf-8"))
        self.assertEqual(list(joined["groups"]), list(bench.GROUPS))
        self.assertTrue(joined["machine"]["compiler"])
        markdown = (self.out / "bench.md").read_text(encoding="utf-8")
        for name, group in joined["groups"].items():
            self.assertTrue(group["tables"], name)
            for table in group["tables"]:
                self.assertIn(table["title"], self.done.stdout)
                self.assertIn(f"### {table['title']}", markdown)
                for row in table["rows"]:
                    self.assertEqual(len(row), len(table["columns"]), table["title"])
            self.assertTrue(json.loads((self.out / f"{name}.json").read_text(encoding="utf-8"))["measurements"], name)
        for line in ("Bars", "Fewer bugs, seeds and repetitions"):
            self.assertIn(line, self.done.stdout)

    @unittest.skipUnless(PYTHON, "no build/bench-venv")
    def test_growth_is_drawn(self):
        markdown = (self.out / "bench.md").read_text(encoding="utf-8")
        for name, series in (("scale-modules", "properties"), ("scale-patterns", "reference")):
            self.assertIn(f"({name}.svg)", markdown)
            picture = xml.etree.ElementTree.parse(self.out / f"{name}.svg").getroot()
            self.assertEqual(picture.tag, "{http://www.w3.org/2000/svg}svg")
            self.assertIn(series, "".join(picture.itertext()))
            self.assertNotIn("http", "".join(each.get("{http://www.w3.org/1999/xlink}href", "") for each in picture.iter()))

    def test_each_contender_has_a_row(self):
        wanted = {
            bugs.SEARCH,
            "overmatch generator",
            "RapidCheck, arbitrary",
            "RapidCheck, dotted",
            "RapidCheck, small alphabet",
        }
        wanted |= set(measure.HYPOTHESIS) if PYTHON else set()
        measurements = json.loads((self.out / "bugs.json").read_text(encoding="utf-8"))["measurements"]
        self.assertEqual({line["contender"] for line in measurements}, wanted)
        self.assertTrue(all(line["found"] for line in measurements if line["contender"] == bugs.SEARCH))

    def test_hypothesis_was_measured(self):
        if not PYTHON:
            self.skipTest("no Python with Hypothesis: ./dev test makes one, if it can reach PyPI")
        rows = {line["row"] for line in json.loads((self.out / "speed.json").read_text(encoding="utf-8"))["measurements"]}
        self.assertLessEqual(set(measure.HYPOTHESIS), rows)

    def test_an_unknown_group_is_refused(self):
        done = run("nonsense")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no such group: nonsense", done.stderr)


if __name__ == "__main__":
    unittest.main()
