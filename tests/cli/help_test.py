# SPDX-License-Identifier: Apache-2.0
"""Help, completions, the manual page and the demo: what a newcomer types first."""

import os
import re
import shlex
import shutil
import subprocess
import unittest

from support import BINARY, CommandTest

VERBS = ("demo", "check", "repro", "shrink", "generate", "prove", "audit", "compare", "lock", "fuzz", "explain", "selftest", "completion")


def plain_run(*arguments, columns=None, check=True):
    """Runs without the wide terminal of CommandTest."""
    env = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    if columns:
        env["COLUMNS"] = str(columns)
    return subprocess.run([BINARY, *arguments], env=env, capture_output=True, text=True, check=check, timeout=60).stdout


def options_in(text):
    return set(re.findall(r"(?<![\w-])--[a-z-]+", text))


class Help(CommandTest):
    def test_every_verb_is_listed(self):
        listed = re.findall(r"(?m)^  ([a-z]+) {2,}", plain_run("--help"))
        self.assertLessEqual(set(VERBS), set(listed))

    def test_lines_fit_80_columns_unless_they_are_to_be_copied(self):
        for verb in ((), *((verb,) for verb in VERBS)):
            with self.subTest(verb=verb):
                for line in plain_run(*verb, "--help").splitlines():
                    self.assertTrue(len(line) <= 80 or line.startswith("  overmatch "), line)

    def test_a_narrow_terminal_gets_narrow_help(self):
        wide = max(map(len, plain_run("repro", "--help").splitlines()))
        narrow = [line for line in plain_run("repro", "--help", columns=60).splitlines() if not line.startswith(("  overmatch ", "  # "))]
        self.assertLessEqual(max(map(len, narrow)), 60)
        self.assertGreater(wide, 60)

    def test_every_verb_has_two_examples_of_options_that_it_has(self):
        for verb in VERBS:
            with self.subTest(verb=verb):
                text = plain_run(verb, "--help")
                known = options_in(text.split("Examples\n")[0])
                examples = re.findall(r"(?m)^  # .+\n  (overmatch .+)$", text.split("Examples\n")[1])
                self.assertEqual(len(examples), 2)
                for example in examples:
                    words = shlex.split(example)
                    self.assertEqual(words[1], verb)
                    self.assertLessEqual({word for word in words if word.startswith("--")}, known, example)

    def test_options_are_in_groups(self):
        text = plain_run("check", "--help")
        groups = re.findall(r"(?m)^([A-Z][a-z]+)$", text)
        self.assertEqual(groups, ["Options", "Subject", "Reports", "Other", "Examples"])
        subject = text.split("\nSubject\n")[1].split("\nReports\n")[0]
        self.assertIn("--plugin", subject)
        self.assertNotIn("--json", subject)


class Completion(CommandTest):
    def complete(self, *words):
        """What bash offers after these words, the last of which may be unfinished."""
        script = "source <(\"$1\" completion bash); shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _overmatch; printf '%s\\n' \"${COMPREPLY[@]}\""
        done = subprocess.run(["bash", "-c", script, "bash", BINARY, *words], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash(self):
        for words, offered in ((("overmatch", "se"), ["selftest"]),
                               (("overmatch", "prove", "--cl"), ["--clinic"]),
                               (("overmatch", "audit", "--cl"), []),
                               (("overmatch", "check", "x"), []),
                               (("overmatch", "audit", "--mode", "path"), ["path-glob"]),
                               (("overmatch", "audit", "--fail-on", ""), ["note", "warning", "error"]),
                               (("overmatch", "audit", "--tree", "no"), []),
                               (("overmatch", "check", "--format", "ma"), ["markdown"]),
                               (("overmatch", "check", "--property", "agr"), ["agreement"]),
                               (("overmatch", "prove", "--order", ""), ["first", "last"]),
                               (("overmatch", "explain", "glued"), ["glued-prefix", "glued-suffix"]),
                               (("overmatch", "help", "pro"), ["prove"]),
                               (("overmatch", "completion", "z"), ["zsh"])):
            with self.subTest(words=words):
                self.assertEqual(self.complete(*words), offered)
        self.assertLessEqual(set(VERBS), set(self.complete("overmatch", "")))

    def test_every_shell_is_told_every_option(self):
        for shell in ("bash", "zsh", "fish"):
            script = plain_run("completion", shell)
            for option in options_in(plain_run("prove", "--help").split("Examples")[0]):
                self.assertRegex(script, rf"(--|-l ){option[2:]}\b", shell)
            if shutil.which(shell):
                subprocess.run([shell, "-n"], input=script, text=True, check=True, timeout=60)

    def test_another_shell_is_refused(self):
        self.refused("completion", "tcsh", says=["tcsh", "bash, zsh or fish"])


class Manual(CommandTest):
    def test_it_has_every_verb_and_option(self):
        page = plain_run("manual")
        self.assertTrue(page.startswith(".TH OVERMATCH 1"))
        for verb in VERBS:
            self.assertIn(f".SH {verb}\n", page)
            if verb == "selftest":  # a program of its own, which has its own --help
                continue
            for option in options_in(plain_run(verb, "--help").split("Examples")[0]):
                self.assertIn(option.replace("-", "\\-"), page, verb)

    def test_groff_reads_it_without_a_warning(self):
        if not shutil.which("groff"):
            self.skipTest("no groff here")
        done = subprocess.run(["groff", "-man", "-ww", "-Tutf8"], input=plain_run("manual"), capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stderr, "")
        self.assertIn("selftest", done.stdout)


class Demo(CommandTest):
    def test_it_shows_a_real_finding_and_its_smallest_case(self):
        out, _ = self.run_overmatch("demo")
        self.assertRegex(out, r"(?s)the pattern `transformer_blocks\.\S+` also selects another module:.*X +single_transformer_blocks\.\S+ +OVERMATCH")
        self.assertIn("OVERMATCH", out)
        self.assertIn("minimal: proved", out)
        self.assertEqual(os.listdir(self.folder), [])

    def test_its_replay_line_replays(self):
        out, _ = self.run_overmatch("demo")
        line = re.search(r"(?m)^ *replay: (.*)$", out)[1]
        done = subprocess.run(["sh", "-c", line.replace("overmatch repro", f"'{BINARY}' repro", 1)], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("OVERMATCH", done.stdout)

    def test_what_it_says_to_type_next_exists(self):
        out, _ = self.run_overmatch("demo")
        proposed = re.findall(r"(?m)^ +overmatch ([a-z]+) (.*)$", out.split("What next?")[1])
        self.assertGreater(len(proposed), 2)
        for verb, rest in proposed:
            self.assertLessEqual(options_in(rest), options_in(plain_run(verb, "--help")))

    def test_it_fits_a_terminal(self):
        for line in plain_run("demo").splitlines():
            self.assertTrue(len(line) <= 80 or "replay:" in line, line)


class Terminal(CommandTest):
    CHECK = ("check", "--builtin", "endswith", "--mode", "segment", "--no-trees", "--cases", "50", "--save", "")

    def test_colours_as_told(self):
        for when, coloured in (("always", True), ("never", False), ("auto", False)):
            with self.subTest(when=when):
                out, _ = self.run_overmatch(*self.CHECK, "--color", when, status=1)
                self.assertEqual("\x1b[" in out, coloured)
        self.refused(*self.CHECK, "--color", "blue", says=["--color", "auto, always or never", "blue"])

    def test_quiet_prints_the_verdict_alone(self):
        out, err = self.run_overmatch(*self.CHECK, "--quiet", status=1)
        self.assertRegex(out, r"\Aendswith \(segment\): 1 finding in [\d,]+ cases\n\Z")
        self.assertEqual(err, "")

    def test_the_verdict_stands_last_too(self):
        out, _ = self.run_overmatch(*self.CHECK, status=1)
        self.assertEqual(out.splitlines()[0], out.splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
