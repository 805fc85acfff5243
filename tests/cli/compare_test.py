# SPDX-License-Identifier: Apache-2.0
"""overmatch compare, end to end."""

import fnmatch
import itertools
import json
import os
import re
import unittest

from support import MODES, PLUGIN, PYTHON, SOURCE, CommandTest

TREES = os.path.join(SOURCE, "corpus/trees")
DISTILBERT = os.path.join(TREES, "distilbert-base-seqcls.modules.txt")
LOOSE = ["--mode", "endswith", "--mode-b", "segment"]


ODD = os.path.join(SOURCE, "tests/subjects/odd_command.py")


def command(*how):
    return f"{PYTHON} {ODD} {' '.join(how)}"


class Compare(CommandTest):
    def compare_json(self, *arguments, status=1, planted=None):
        out, _ = self.run_overmatch("compare", *arguments, "--json", "-", status=status, planted=planted)
        return json.loads(out)

    def test_pre_classifier_is_trained_only_by_the_loose_match(self):
        """huggingface/peft#3755"""
        report = self.compare_json(*LOOSE, "--tree", DISTILBERT, "--pattern", "classifier")
        self.assertEqual((report["a"], report["b"]), ("endswith", "segment"))
        self.assertEqual(report["differences"], [
            {"module": "pre_classifier", "pattern": "classifier", "a": True, "b": False, "tree": "distilbert-base-seqcls"}])
        out, _ = self.run_overmatch("compare", *LOOSE, "--tree", DISTILBERT, "--pattern", "classifier", status=1)
        self.assertIn("only endswith selects 1 module", out)
        self.assertIn("pre_classifier", out)

    def test_all_shipped_trees_as_a_table(self):
        out, _ = self.run_overmatch("compare", *LOOSE, "--pattern", "classifier", status=1)
        rows = {line.split()[0]: line for line in out.splitlines() if line.strip()}
        self.assertIn("pre_classifier", rows["distilbert-base-seqcls"])
        self.assertIn("cls_classifier", rows["deit-base-distilled"])
        self.assertNotIn("gpt2", rows)
        self.assertIn("no difference on the other", out)

    def test_labels(self):
        self.write("t.txt", "a\na.proj\na.mlp\na.mlp.proj\n")
        entries = ["--pattern", "*", "--label", "int8", "--pattern", "*.mlp*", "--label", "null", "--pattern", "a.proj", "--label", "int4"]
        report = self.compare_json("--mode", "glob", "--mode-b", "modelopt", "--order", "first", *entries, "--tree", "t.txt")
        self.assertEqual([(each["module"], each["pattern"], each["a"], each["b"]) for each in report["differences"]],
                         [("a.mlp", None, "int8", None), ("a.mlp.proj", None, "int8", None), ("a.proj", None, "int8", "int4")])
        out, _ = self.run_overmatch("compare", "--mode", "glob", "--mode-b", "modelopt", "--order", "first", *entries, "--tree", "t.txt", status=1)
        self.assertIn('glob gives "int8", modelopt gives nothing: 2 modules', out)
        self.compare_json("--mode", "glob", "--mode-b", "modelopt", "--order", "last", *entries, "--tree", "t.txt", status=0)
        self.write("u.txt", "b\n")
        os.mkdir(os.path.join(self.folder, "both"))
        for name in ("t.txt", "u.txt"):
            os.rename(os.path.join(self.folder, name), os.path.join(self.folder, "both", name))
        out, _ = self.run_overmatch("compare", "--mode", "glob", "--mode-b", "modelopt", "--order", "first", *entries, "--tree", "both", status=1)
        self.assertIn('glob gives "int8", modelopt gives nothing to a.mlp', out)
        self.assertIn("no difference on the other 1", out)

    def test_two_dialects_read_one_list(self):
        self.write("t.txt", "a\na.b\na.bc\n")
        report = self.compare_json("--mode", "torchao", "--mode-b", "compressed-tensors", "--pattern", "re:a.b", "--tree", "t.txt")
        self.assertEqual([each["module"] for each in report["differences"]], ["a.bc"])

    def test_labels_of_a_list_that_one_side_rejects(self):
        self.write("t.txt", "a\n")
        report = self.compare_json("--mode", "search", "--mode-b", "exact", "--order", "first", "--pattern", "(", "--label", "x", "--tree", "t.txt")
        self.assertEqual([(each["a"], each["b"]) for each in report["differences"]], [({"rejected": True}, None)])

    def test_every_mode_beside_every_other(self):
        """On a tree and on generated cases; the answers on the tree are those of Python."""
        names = ["l", "l.1", "l.1.q", "l.10", "xl.1"]
        self.write("t.txt", "".join(name + "\n" for name in [*names, "xl"]))
        text = {
            "endswith": str.endswith, "exact": str.__eq__, "prefix": str.startswith, "substring": str.__contains__,
            "segment": lambda name, p: ("." + name).endswith("." + p), "subtree": lambda name, p: (name + ".").startswith(p + "."),
            "run": lambda name, p: f".{p}." in f".{name}.", "glob": fnmatch.fnmatchcase,
            "path-glob": lambda name, p: name.count(".") == p.count(".") and fnmatch.fnmatchcase(name, p),
            "regex": lambda name, p: re.fullmatch(p, name) is not None, "match": lambda name, p: re.match(p, name) is not None,
            "search": lambda name, p: re.search(p, name) is not None,
            "compressed-tensors": lambda name, p: name == p,  # no marker in front of this one
            "nncf": lambda name, p: name == p,
            "peft-targets": lambda name, p: ("." + name).endswith("." + p),
            "transformers-skip": lambda name, p: name.endswith(p) or re.match(rf"(?:{p})(?:(?<=\.)|(?=\.|$))", name) is not None,
        }
        self.assertEqual(sorted(text), sorted(MODES))
        for a, b in itertools.combinations(MODES, 2):
            with self.subTest(a=a, b=b):
                differ = [name for name in names if text[a](name, "l.1") != text[b](name, "l.1")]
                report = self.compare_json("--mode", a, "--mode-b", b, "--tree", "t.txt", "--pattern", "l.1", status=1 if differ else 0)
                self.assertEqual([each["module"] for each in report["differences"]], differ)
        for mode in MODES:
            self.compare_json("--mode", mode, "--mode-b", mode, "--generated", "200", status=0)
            other = MODES[(MODES.index(mode) + 1) % len(MODES)]
            self.compare_json("--mode", mode, "--mode-b", other, "--generated", "500", status=1)

    def test_no_difference(self):
        self.compare_json(*LOOSE, "--tree", DISTILBERT, "--pattern", "pre_classifier", status=0)
        out, _ = self.run_overmatch("compare", "--mode", "exact", "--mode-b", "exact", "--tree", DISTILBERT)
        self.assertIn("no difference", out)

    def test_a_folder_and_derived_patterns(self):
        os.mkdir(os.path.join(self.folder, "trees"))
        self.write("trees/a.txt", "head\npre_head\nl\nl.0\nl.10\n")
        self.write("trees/b.txt", "x\nx.head\n")
        report = self.compare_json(*LOOSE, "--tree", "trees")
        self.assertEqual([(each["tree"], each["pattern"], each["module"]) for each in report["differences"]], [("a", "head", "pre_head")],
                         "numbers are no patterns")

    def test_spellings_of_two_sides(self):
        self.write("t.txt", "a\nba\n")
        for sides in (
            ["--a", "endswith", "--b", "segment"],
            ["--builtin", "endswith", "--builtin", "segment"],
            ["--mode", "endswith", "--builtin", "segment"],
            ["--b", "segment", "--builtin", "endswith"],
        ):
            with self.subTest(sides=sides):
                report = self.compare_json(*sides, "--tree", "t.txt", "--pattern", "a")
                self.assertEqual(report["differences"], [{"module": "ba", "pattern": "a", "a": True, "b": False, "tree": "t"}])

    def test_plugins(self):
        self.write("t.txt", "model.0\nmy_model.0\n")
        for sides in (["--builtin", "segment", "--plugin", PLUGIN], ["--a", "segment", "--b", PLUGIN + ":segment"]):
            report = self.compare_json(*sides, "--tree", "t.txt", "--pattern", "model.0", planted="segment-underscore-boundary")
            self.assertEqual(report["differences"], [{"module": "my_model.0", "pattern": "model.0", "a": False, "b": True, "tree": "t"}])
        self.refused("compare", "--builtin", "segment", "--plugin", PLUGIN, "--tree", "t.txt", "--pattern", "",
                     planted="segment-hang-on-empty-pattern", status=3, says=["segment-hang-on-empty-pattern", "hung"])

    def test_commands(self):
        self.write("t.txt", "model.0\nmy_model.0\n")
        asked = ["--mode", "segment", "--tree", "t.txt", "--pattern", "model.0"]
        glued = {"module": "my_model.0", "pattern": "model.0", "tree": "t"}
        right, wrong = command("segment"), command("endswith")
        for sides in (["--command", wrong], ["--command", wrong, "--command", right], ["--command", wrong, "--mode-b", "segment"],
                      ["--command", wrong, "--b", "segment"]):
            with self.subTest(sides=sides):
                report = self.compare_json(*sides, *asked)
                self.assertEqual(report["differences"], [{**glued, "a": True, "b": False}])
        self.compare_json("--command", right, *asked, status=0)
        self.compare_json("--command", right, "--command", right, *asked, status=0)
        out, _ = self.run_overmatch("compare", "--command", wrong, "--command", right, *asked, status=1)
        self.assertIn("odd_command.py endswith selects 1 module", out)

    def test_a_plugin_and_a_command(self):
        self.write("t.txt", "model.0\nmy_model.0\n")
        sides = ["--plugin", PLUGIN, "--command", command("segment"), "--mode", "segment"]
        asked = ["--tree", "t.txt", "--pattern", "model.0"]
        report = self.compare_json(*sides, *asked, planted="segment-underscore-boundary")
        self.assertEqual(report["differences"], [{"module": "my_model.0", "pattern": "model.0", "a": True, "b": False, "tree": "t"}])
        report = self.compare_json(*sides, "--generated", "200", planted="segment-underscore-boundary")
        self.assertEqual({(each["a"], each["b"]) for each in report["differences"]}, {(True, False)})
        self.refused("compare", *sides, "--tree", "t.txt", "--pattern", "", planted="segment-hang-on-empty-pattern", status=3,
                     says=["segment-hang-on-empty-pattern", "hung"])

    def test_commands_on_generated_cases(self):
        asked = ["--mode", "segment", "--generated", "100"]
        report = self.compare_json("--command", command("endswith"), *asked)
        self.assertIn({"module": "aa", "pattern": "a", "a": True, "b": False}, [{k: each[k] for k in ("module", "pattern", "a", "b")} for each in report["differences"]])
        self.compare_json("--command", command("segment"), *asked, status=0)

    def test_commands_that_misbehave(self):
        self.write("t.txt", "model.0\naa\n")
        asked = ["--mode", "segment", "--tree", "t.txt", "--pattern", "aa", "--call-seconds", "0.1"]
        for how, says in (("crash", "Segmentation fault"), ("leave", "exit status 7"), ("hang", "hung"), ("not_json", "not JSON"),
                          ("out_of_range", "index 3 of 3 modules")):
            with self.subTest(how=how):
                self.refused("compare", "--command", command("segment", how, "=aa"), *asked, status=3, says=["odd_command.py", says])
        self.compare_json("--command", command("segment", "crash", "=a"), *asked, status=0)

    def test_what_commands_do_by_chance_is_told(self):
        report = self.compare_json("--command", command("segment", "leave", "25"), "--mode", "segment", "--generated", "30", status=0)
        self.assertIn("exit status 7", report["incidents"][0])

    def test_generated_cases_are_shrunk(self):
        report = self.compare_json(*LOOSE, "--generated", "300")
        glued = [each for each in report["differences"] if each["module"] == "aa" and each["pattern"] == "a"]
        self.assertEqual(len(glued), 1, report)
        self.assertEqual(glued[0]["case"]["modules"], ["aa"])
        self.assertEqual(report, self.compare_json(*LOOSE, "--generated", "300"), "the same seed, the same answer")
        self.assertEqual(self.compare_json("--mode", "segment", "--mode-b", "segment", "--generated", "300", status=0)["differences"], [])

    def test_generated_lists_with_labels(self):
        """What the sides give is what Python's own matching gives."""
        def first(matches, case, module):
            return next((label for pattern, label in zip(case["patterns"], case["labels"]) if matches(pattern, module)), None)
        def last(matches, case, module):
            backwards = {**case, "patterns": case["patterns"][::-1], "labels": case["labels"][::-1]}
            return first(matches, backwards, module)
        def searched(pattern, module):
            return re.search(pattern, module) is not None
        def matched(pattern, module):
            return re.match(pattern, module) is not None
        def globbed(pattern, module):
            return fnmatch.fnmatchcase(module, pattern)
        for sides, a, b in (
            (["--mode", "search", "--mode-b", "match", "--order", "first"], (first, searched), (first, matched)),
            (["--mode", "search", "--mode-b", "match", "--order", "last"], (last, searched), (last, matched)),
            (["--mode", "glob", "--mode-b", "modelopt", "--order", "first"], (first, globbed), (last, globbed)),
            (["--mode", "modelopt", "--mode-b", "glob"], None, None),
        ):
            with self.subTest(sides=sides):
                if a is None:
                    self.compare_json(*sides, "--generated", "300", status=0)
                    continue
                report = self.compare_json(*sides, "--generated", "300")
                for each in report["differences"]:
                    case = each["case"]
                    self.assertEqual((each["pattern"], each["module"]), (None, case["modules"][0]))
                    self.assertEqual((each["a"], each["b"]), tuple(how(matches, case, each["module"]) for how, matches in (a, b)))
                    self.assertNotEqual(each["a"], each["b"])
                    self.assertLessEqual(len(case["patterns"]), 2, "shrunk")
        out, _ = self.run_overmatch("compare", "--mode", "torchao", "--mode-b", "modelopt", "--generated", "300", status=1)
        self.assertIn("of the list below", out)
        self.run_overmatch("compare", "--mode", "torchao", "--mode-b", "torchao", "--generated", "300", status=0)
        page = self.run_overmatch("compare", "--mode", "torchao", "--mode-b", "modelopt", "--generated", "99", "--html", "-", status=1)[0]
        self.assertIn("the whole list", page)

    def test_generated_lists_beside_trees(self):
        """The list on the tree has the labels of the user, generated lists have their own."""
        self.write("t.txt", "a\nxa\n")
        report = self.compare_json("--mode", "search", "--mode-b", "match", "--order", "first", "--pattern", "a", "--label", "int8",
                                   "--tree", "t.txt", "--generated", "200")
        on_tree = [each for each in report["differences"] if "tree" in each]
        self.assertEqual([(each["module"], each["a"], each["b"]) for each in on_tree], [("xa", "int8", None)])
        self.assertGreater(len(report["differences"]), 1)
        self.assertTrue(all("int8" not in (each["a"], each["b"]) for each in report["differences"][1:]))

    def test_rejected_patterns(self):
        self.write("t.txt", "a\n")
        report = self.compare_json("--mode", "regex", "--mode-b", "exact", "--tree", "t.txt", "--pattern", "(")
        self.assertEqual(report["differences"], [{"module": "a", "pattern": "(", "a": "rejected", "b": False, "tree": "t"}])

    def test_refusals(self):
        self.write("t.txt", "a\n")
        os.mkdir(os.path.join(self.folder, "empty"))
        for arguments, says in (
            ([], ["two sides"]),
            (["--mode", "segment"], ["two sides"]),
            ([*LOOSE, "--builtin", "exact"], ["two sides"]),
            (["--mode", "segment", "--a", "exact", "--b", "exact"], ["--a and --mode"]),
            (["--a", "sgment", "--b", "segment"], ["sgment"]),
            (["--command", "true"], ["--mode"]),
            (["--command", "true", "--mode", "exact", "--a", "exact", "--b", "exact"], ["two sides"]),
            (["--command", "true", "--mode", "nonsense"], ["nonsense"]),
            ([*LOOSE, "--order", "first"], ["--pattern"]),
            ([*LOOSE, "--pattern", "a", "--order", "first"], ["--order first needs labels"]),
            ([*LOOSE, "--pattern", "a", "--label", "x"], ["--label needs --order"]),
            ([*LOOSE, "--pattern", "a", "--order", "first", "--label", "x", "--generated", "9"], ["--generated"]),
            (["--mode", "torchao", "--mode-b", "compressed-tensors", "--generated", "9"], ["compressed-tensors", "no lists with labels"]),
            ([*LOOSE, "--order", "sideways", "--generated", "9"], ["sideways"]),
            (["--mode", "torchao", "--mode-b", "exact", "--order", "last", "--generated", "9"], ["torchao"]),
            (["--mode", "torchao", "--mode-b", "modelopt", "--pattern", "a", "--order", "any", "--label", "x"], ["order"]),
            ([*LOOSE, "--tree", "empty"], ["empty", "no trees"]),
            ([*LOOSE, "--tree", "none.txt"], ["none.txt"]),
        ):
            with self.subTest(arguments=arguments):
                self.refused("compare", *arguments, says=says)
        self.refused("compare", "--command", "/nowhere/matcher", "--mode", "segment", "--tree", "t.txt", status=3, says=["not found"])
        self.refused("compare", "--a", "./none.so", "--b", "segment", "--tree", "t.txt", status=3, says=["none.so"])


if __name__ == "__main__":
    unittest.main()
