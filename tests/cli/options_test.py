# SPDX-License-Identifier: Apache-2.0
"""What the command line refuses, all of it before any work; and what its words mean. A table over verbs and options."""

import json
import os
import subprocess
import unittest

from support import BINARY, CommandTest

TREE = "model\nmodel.a\nmodel.a.b\n"
CASE = {"overmatch": 1, "mode": "segment", "patterns": ["a"], "modules": ["a", "b"]}
SEGMENT = ["--builtin", "segment"]
# Verbs with what they need to run.
CHECK = ["check", *SEGMENT]
FUZZ = ["fuzz", *SEGMENT]
COMPARE = ["compare", "--mode", "segment", "--mode-b", "exact", "--tree", "tree.txt"]
AUDIT = ["audit", "--tree", "tree.txt", "--mode", "segment", "--pattern", "b"]
PROVE = ["prove", "--mode", "segment", "--pattern", "b", "--intended", "a"]
REPRO = ["repro", "case.json", *SEGMENT]
SHRINK = ["shrink", "case.json", *SEGMENT]

NEGATIVE = ["-1", "-5", "-0", "18446744073709551615", "99999999999999999999", "1e3", "1.5", "0x10", "010", "+5", " 5", "5 ", "five", "",
            "nan", "inf"]
SECONDS = ["-1", "0", "nan", "inf", "-inf", "1e400", "1e9", "0x10", "", "soon", "1s"]


class OptionsTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.write("tree.txt", TREE)
        self.write("case.json", json.dumps(CASE))

    def refuse_all(self, verb, option, values):
        for value in values:
            for words in ([option, value], [f"{option}={value}"]):
                with self.subTest(verb=verb[0], words=words):
                    self.refused(*verb, *words, says=[option])


class Numbers(OptionsTest):
    """Every number of every verb, with what is no number, out of bounds, or makes no sense."""

    def test_counts(self):
        for verb, option, more in ((CHECK, "--cases", []), (["generate"], "--count", ["0"]), (COMPARE, "--generated", ["0"]),
                                   (FUZZ, "--runs", ["0"]), (["selftest"], "--property-cases", ["0"]), (["selftest"], "--seeds", ["0"]),
                                   (PROVE, "--states", ["0", "10000001"])):
            self.refuse_all(verb, option, NEGATIVE + more)

    def test_the_old_name_of_property_cases(self):
        self.refused("selftest", "--law-cases", "0", says=["--property-cases"])

    def test_seeds(self):
        seeds = [value for value in NEGATIVE if value != "18446744073709551615"]
        for verb in (CHECK, ["generate"], COMPARE, FUZZ, ["selftest"]):
            self.refuse_all(verb, "--seed", seeds)
        out, _ = self.run_overmatch("generate", "--count", "1", "--seed", "18446744073709551615")
        self.assertEqual(out.count("\n"), 1)

    def test_jobs_and_memory(self):
        for verb, option, more in ((FUZZ, "--jobs", ["0", "1025"]), (["selftest"], "--jobs", ["0", "1025"]),
                                   (CHECK, "--memory", ["0", "15", "1048577"]), (REPRO, "--memory", ["0"]), (SHRINK, "--memory", ["0"]),
                                   (COMPARE, "--memory", ["0"])):
            self.refuse_all(verb, option, NEGATIVE + more)

    def test_seconds(self):
        for verb in (CHECK, FUZZ):
            self.refuse_all(verb, "--time", SECONDS)
        for verb in (CHECK, REPRO, SHRINK, COMPARE, FUZZ):
            self.refuse_all(verb, "--call-seconds", SECONDS)

    def test_none_means_none(self):
        report = self.check_json(*SEGMENT, "--no-trees", "--no-corpus", "--random-only", "--cases", "7")
        self.assertEqual(report["cases"], 7)
        report = self.check_json(*SEGMENT, "--no-trees", "--no-corpus", "--random-only", "--cases", "0", status=4)
        self.assertEqual((report["cases"], report["complete"]), (0, False))


class Outputs(OptionsTest):
    """Where a report cannot be written, that is told at once; and an old report is there until the new one is."""

    FILES = ((CHECK, "--json"), (CHECK, "--junit"), (CHECK, "--html"), (REPRO, "--json"), (REPRO, "--junit"), (REPRO, "--html"),
             (SHRINK, "--json"), (SHRINK, "--junit"), (SHRINK, "--html"), (COMPARE, "--json"), (COMPARE, "--html"), (AUDIT, "--json"),
             (AUDIT, "--sarif"), (AUDIT, "--html"), (PROVE, "--json"), (PROVE, "--html"), (["selftest"], "--json"), (["selftest"], "--html"))

    def test_files(self):
        os.mkdir(os.path.join(self.folder, "folder"))
        self.write("file", "")
        for verb, option in self.FILES:
            for value in ("nowhere/report", "folder", "file/report", "/proc/report", ""):
                with self.subTest(verb=verb[0], option=option, value=value):
                    self.refused(*verb, option, value, says=["cannot write" if value else option])
        self.assertEqual(self.files("."), ["case.json", "file", "folder", "tree.txt"])

    def test_folders(self):
        self.write("file", "")
        for verb in (CHECK, SHRINK):
            for value in ("file", "file/cases", "/proc/cases"):
                with self.subTest(verb=verb[0], value=value):
                    self.refused(*verb, "--save", value, says=["cannot write"])

    def test_an_old_report_is_there_until_the_new_one_is(self):
        for verb, option in self.FILES:
            with self.subTest(verb=verb[0], option=option):
                self.write("old", "old\n")
                self.refused(*verb, option, "old", *(["--mode", "none"] if verb[0] != "audit" else ["--fail-on", "none"]), says=[])
                self.assertEqual(self.read("old"), "old\n")

    def test_two_reports_in_one_place(self):
        self.refused(*CHECK, "--json", "-", "--junit", "-", says=["--json and --junit both write standard output"])
        self.refused(*CHECK, "--json", "r", "--html", "r", says=["--json and --html both write r"])
        self.refused(*AUDIT, "--json", "r", "--sarif", "r", says=["--json and --sarif both write r"])
        self.refused(*AUDIT, "--json", "r", "--sarif", "./r", says=["--json and --sarif both write r"])
        self.refused(*CHECK, "--json", os.path.join(self.folder, "r"), "--html", "r", says=["--json and --html both write r"])

    def test_a_report_does_not_overwrite_what_is_read(self):
        """By whatever path; and another file is written."""
        os.mkdir(os.path.join(self.folder, "sub"))
        self.write("config.json", '{"lora_target_modules": ["b"]}')
        for link, to in (("link", "tree.txt"), ("sub/link", "../case.json")):
            os.symlink(to, os.path.join(self.folder, link))
        os.link(os.path.join(self.folder, "config.json"), os.path.join(self.folder, "hard"))
        config = ["audit", "--tree", "tree.txt", "--config", "config.json"]
        lock = ["lock", "--tree", "tree.txt", "--config", "config.json"]
        before = {name: self.read(name) for name in ("tree.txt", "case.json", "config.json")}
        for arguments, read in (
            ([*AUDIT, "--json", "tree.txt"], "--tree"), ([*AUDIT, "--sarif", "./tree.txt"], "--tree"), ([*AUDIT, "--html=link"], "--tree"),
            ([*config, "--html", "config.json"], "--config"), ([*config, "--json", "hard"], "--config"), ([*config, "--json", "sub/../config.json"], "--config"),
            ([*lock, "--write", "tree.txt"], "--tree"), ([*lock, "--write", "hard"], "--config"), ([*lock, "--check", "case.json", "--json", "sub/link"], "--check"),
            ([*config, "--baseline", "tree.txt", "--update-baseline"], "--tree"), ([*config, "--baseline", "case.json", "--json", "case.json"], "--baseline"),
            ([*AUDIT, "--tree-before", "case.json", "--json", "case.json"], "--tree-before"),
            ([*SHRINK, "--json", "case.json"], ""), ([*REPRO, "--html", "sub/link"], ""), ([*CHECK, "--corpus", "case.json", "--json", "case.json"], "--corpus"),
            ([*COMPARE, "--html", "tree.txt"], "--tree"),
        ):
            with self.subTest(arguments=arguments):
                self.refused(*arguments, says=["would overwrite what the command reads", read])
                self.assertEqual({name: self.read(name) for name in before}, before)
        self.run_overmatch(*config, "--json", "sub/config.json")
        self.run_overmatch(*config, "--json", "sub/config.json")  # it is no input
        self.run_overmatch(*lock, "--write", "sub/lock")
        self.run_overmatch(*lock, "--check", "sub/lock")
        self.run_overmatch(*config, "--baseline", "known.json", "--update-baseline")
        self.run_overmatch(*config, "--baseline", "known.json", "--update-baseline", "--json", "/dev/null")

    def test_a_link_to_no_file_is_written_through(self):
        os.mkdir(os.path.join(self.folder, "sub"))
        os.symlink("sub/new", os.path.join(self.folder, "link"))
        os.symlink("nowhere/new", os.path.join(self.folder, "lost"))
        self.run_overmatch(*AUDIT, "--json", "link")
        self.assertTrue(os.path.islink(os.path.join(self.folder, "link")))
        self.assertEqual(json.loads(self.read("sub/new"))["modules"], json.loads(self.run_overmatch(*AUDIT, "--json", "-")[0])["modules"])
        self.refused(*AUDIT, "--json", "lost", says=["cannot write lost"])
        self.assertTrue(os.path.islink(os.path.join(self.folder, "lost")))

    def test_a_case_that_cannot_be_read_is_told(self):
        repro = ["repro", "cases", "--builtin", "segment"]
        os.mkdir(os.path.join(self.folder, "cases"))
        self.write("cases/1.json", json.dumps(CASE))
        self.write("cases/2.json", "{")
        out, _ = self.run_overmatch(*repro, status=2)
        self.assertIn("ERROR   cases/2.json", out)
        os.remove(os.path.join(self.folder, "cases/1.json"))
        self.refused(*repro, says=["cases/2.json"])

    def test_a_full_disk_is_told(self):
        for arguments in (AUDIT, PROVE, COMPARE, ["generate", "--count", "2"], [*CHECK, "--no-trees", "--random-only", "--cases", "5"]):
            with self.subTest(verb=arguments[0]):
                with open("/dev/full", "w", encoding="utf-8") as full:
                    done = subprocess.run([BINARY, *arguments], cwd=self.folder, stdout=full, stderr=subprocess.PIPE, text=True, timeout=300)
                found = arguments[0] in ("prove", "compare")
                self.assertEqual(done.returncode, 1 if found else 2)
                self.assertEqual(done.stderr.count("standard output: cannot write"), 1)


class Texts(OptionsTest):
    """A text is what stands there: empty, or like an option, or like what CLI11 has a meaning for."""

    def patterns(self, *words):
        out, _ = self.run_overmatch("audit", "--tree", "tree.txt", "--mode", "segment", *words, "--fail-on", "error", "--json", "-")
        return [each["pattern"] for each in json.loads(out)["patterns"]]

    def test_patterns(self):
        for words, patterns in ((["--pattern="], [""]), (["--pattern", ""], [""]), (["--pattern=", "--pattern=b"], ["", "b"]),
                                (["--pattern", "", "--pattern", "b"], ["", "b"]), (["--pattern=b", "--pattern="], ["b", ""]),
                                (["--pattern={}"], ["{}"]), (["--pattern", "[a,b]"], ["[a,b]"]), (["--pattern=%%"], ["%%"]),
                                (["--pattern=--mode"], ["--mode"]), (["--pattern", "-x"], ["-x"]), (["--pattern==a"], ["=a"])):
            with self.subTest(words=words):
                self.assertEqual(self.patterns(*words), patterns)

    def test_texts_that_are_not_valid_utf8(self):
        for verb, option in ((["audit", "--tree", "tree.txt", "--mode", "segment"], "--pattern"),
                             (["audit", "--tree", "tree.txt", "--mode", "segment", "--pattern", "a"], "--intended"),
                             (["compare", "--mode", "segment", "--mode-b", "exact"], "--pattern"),
                             (["prove", "--mode", "segment", "--pattern", "a"], "--within"), (["prove"], "--clinic")):
            with self.subTest(verb=verb[0], option=option):
                done = subprocess.run([BINARY, *verb, option, b"b\xff"], cwd=self.folder, capture_output=True, timeout=300)
                self.assertEqual(done.returncode, 2, done)
                self.assertIn(option.encode() + b": is not valid UTF-8", done.stderr)

    def test_every_text_of_prove(self):
        for option in ("--within", "--includes", "--disjoint", "--same-as", "--intended"):
            for words in ([f"{option}="], [option, ""]):
                with self.subTest(words=words):
                    out, _ = self.run_overmatch("prove", "--mode", "segment", "--pattern=", *words, "--json", "-",
                                                status=1 if option == "--disjoint" else 0)
                    self.assertEqual(json.loads(out)["verdict"], "refuted" if option == "--disjoint" else "proved")
        for words in (["--clinic="], ["--clinic", ""]):
            self.run_overmatch("prove", *words)

    def test_the_root_is_meant(self):
        for words in (["--intended="], ["--intended", ""]):
            out, _ = self.run_overmatch(*AUDIT, *words, "--json", "-", "--fail-on", "error")
            self.assertNotIn("escape", [each["kind"] for each in json.loads(out)["findings"]])

    def test_nothing_is_saved(self):
        for words in (["--save="], ["--save", ""]):
            self.run_overmatch("check", "--builtin", "endswith", "--mode", "segment", "--no-trees", "--cases", "5", *words, status=1)
        self.assertEqual(self.files("."), ["case.json", "tree.txt"])

    def test_a_name_is_never_empty(self):
        """An unset variable of the shell must not turn a check of a matcher into one of the references."""
        for verb, option in ((["check"], "--command"), (["check"], "--plugin"), (["check"], "--builtin"), (["check"], "--mode"),
                             (["check"], "--property"), (["check"], "--trees"), (["check"], "--corpus"), (["check"], "--accept"),
                             (["audit"], "--tree"), (["audit", "--tree", "tree.txt"], "--peft"), (["compare"], "--a"),
                             (["prove"], "--mode"), (["selftest"], "--bug"), (["generate"], "--mode")):
            for words in ([f"{option}="], [option, ""]):
                with self.subTest(verb=verb[0], words=words):
                    self.refused(*verb, *words, says=[option, "is empty"])

    def test_an_option_is_no_value(self):
        self.refused(*CHECK, "--json", "--junit", "r.xml", says=["--json needs a value, but --junit is an option"])
        self.refused("audit", "--tree", "tree.txt", "--pattern", "--mode", "segment", says=["--pattern=--mode"])


class Words(OptionsTest):
    def test_did_you_mean(self):
        self.refused("chekc", says=['"chekc"', "did you mean check?"])
        self.refused("check", "--buitlin", "segment", says=['"--buitlin"', "did you mean --builtin?", "overmatch check --help"])
        self.refused("xyzzy", says=['unknown verb "xyzzy" (see overmatch --help)'])
        self.refused("audit", says=["--tree is required (see overmatch audit --help)"])

    def test_help_and_version(self):
        for verb in ("check", "repro", "shrink", "generate", "fuzz", "prove", "audit", "compare", "selftest", "demo", "completion"):
            asked, _ = self.run_overmatch("help", verb)
            self.assertEqual(asked, self.run_overmatch(verb, "--help")[0])
        self.assertEqual(self.run_overmatch("help"), self.run_overmatch("--help"))
        self.assertEqual(self.run_overmatch("version"), self.run_overmatch("--version"))
        self.refused("help", "chekc", says=["did you mean check?"])

    def test_the_exit_statuses_are_told(self):
        out, _ = self.run_overmatch("--help")
        self.assertIn("4 nothing found, but", " ".join(out.split()))


if __name__ == "__main__":
    unittest.main()
