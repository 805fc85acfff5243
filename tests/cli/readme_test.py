# SPDX-License-Identifier: Apache-2.0
"""Every command that the README shows is executed, or is a verb that ./dev has; what it shows of an output stands in that output;
every option that its text names is one that the program has."""

import os
import re
import shutil
import subprocess
import unittest

from support import BINARY, PLUGIN, SOURCE, CommandTest


def readme():
    with open(os.path.join(SOURCE, "README.md"), encoding="utf-8") as file:
        return file.read()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", readme(), re.DOTALL)


def commands():
    """The command lines in the README's shell blocks, without comments."""
    lines = [line.split(" #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line]


def sessions():
    """The console blocks: pairs of a command and the lines shown below it."""
    for block in blocks("console"):
        for part in re.split(r"(?m)^\$ ", block)[1:]:
            command, *shown = part.splitlines()
            yield command, shown


def first_missing(shown, output):
    """The first line of `shown` that the output lacks, or None. A line … stands for any lines; others follow each other."""
    lines, at, anywhere = output.splitlines(), 0, False
    for line in shown:
        if line == "…":
            anywhere = True
            continue
        place = next((i for i in range(at, len(lines) if anywhere else at + 1) if lines[i : i + 1] == [line]), None)
        if place is None:
            return line
        at, anywhere = place + 1, False
    return None


class Readme(CommandTest):
    def test_every_command(self):
        """my_matcher.so is a planted bug that a short check finds, my_case.json a case that it fails, my_model.txt a model of which
        adapter_config.json selects too much."""
        shutil.copy(PLUGIN, os.path.join(self.folder, "my_matcher.so"))
        self.write("my_case.json", '{"overmatch": 1, "mode": "segment", "patterns": ["model.0"], "modules": ["model.0", "my_model.0"]}')
        self.write("my_model.txt", "model\nmodel.layers\nmodel.layers.0\nmodel.layers.0.q_proj\npre_classifier\nclassifier\n")
        self.write("adapter_config.json", '{"target_modules": ["q_proj"], "modules_to_save": ["classifier"]}')
        self.write("requires_grad.json", '{"classifier.weight": true, "pre_classifier.weight": true, "model.layers.0.q_proj.weight": false}')
        statuses = {"check": 1, "repro": 1, "shrink": 1, "generate": 0, "audit": 1, "compare": 1, "prove": 1}
        verbs = subprocess.run([os.path.join(SOURCE, "dev")], capture_output=True, text=True, check=True).stdout
        found = commands()
        self.assertGreater(len(found), 4, found)
        for line in found:
            with self.subTest(command=line):
                program, verb = line.split()[:2]
                if program == "./dev":
                    self.assertRegex(verbs, rf"(?m)^  {verb}\b")
                    continue
                self.assertEqual(program, "overmatch")
                env = dict(os.environ, OVERMATCH_PLANTED="segment-underscore-boundary")
                done = subprocess.run(["sh", "-c", line.replace("overmatch", f"'{BINARY}'", 1)], cwd=self.folder, env=env,
                                      capture_output=True, text=True, timeout=300)
                self.assertEqual(done.returncode, statuses[verb], done.stdout + done.stderr)

    def test_every_shown_output(self):
        found = list(sessions())
        self.assertGreater(len(found), 0)
        for command, shown in found:
            with self.subTest(command=command):
                self.assertTrue(command.startswith("overmatch "))
                self.assertGreater(len([line for line in shown if line != "…"]), 0)
                done = subprocess.run(["sh", "-c", f"{command.replace('overmatch', BINARY, 1)} --save {self.folder}/saved"], cwd=SOURCE,
                                      capture_output=True, text=True, timeout=300)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                self.assertIsNone(first_missing(shown, done.stdout), done.stdout)
                # Other digits are noticed.
                changed = [re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), line) for line in shown]
                self.assertIsNotNone(first_missing(changed, done.stdout))

    def test_shown_lines_follow_each_other_unless_some_are_left_out(self):
        for shown, missing in ((["a", "b"], None), (["a", "c"], "c"), (["b"], "b"), (["…", "b", "…", "d"], None), (["…", "b", "d"], "d"),
                               (["…", "c", "…", "b"], "b"), (["a", "b", "c", "d", "e"], "e"), (["a", "…", "e"], "e")):
            self.assertEqual(first_missing(shown, "a\nb\nc\nd\n"), missing, shown)

    def test_every_option_named(self):
        """In the running text: `--json`, `overmatch fuzz --plugin FILE --time 600`, ..."""
        text = re.sub(r"```.*?```", "", readme(), flags=re.DOTALL)
        named = [words for words in re.findall(r"`([^`]+)`", text) if re.match(r"overmatch [a-z]|--[a-z]", words)]
        self.assertGreater(len(named), 5, named)
        verbs = re.findall(r"(?m)^  ([a-z]+) {2,}", self.run_overmatch("--help")[0])
        help_of = {verb: self.run_overmatch(verb, "--help")[0] for verb in verbs}
        self.assertIn("check", help_of)
        for words in named:
            with self.subTest(named=words):
                verb = words.split()[1] if words.startswith("overmatch") else None
                for option in re.findall(r"(?<![\w-])--[a-z-]+", words):
                    self.assertRegex(help_of[verb] if verb else "".join(help_of.values()), rf"{option}\b")
                self.assertTrue(verb is None or verb in help_of, verbs)

    def test_every_file_named(self):
        """In all guides: a link leads to a file, and a name of one in the text is the end of a path in the repository."""
        listed = subprocess.run(["git", "ls-files"], cwd=SOURCE, capture_output=True, text=True)
        if listed.returncode != 0:
            self.skipTest("not a git working copy")
        files = listed.stdout.splitlines()
        guides = [file for file in files if file.endswith("README.md")]
        self.assertGreater(len(guides), 4, guides)
        for guide in guides:
            with open(os.path.join(SOURCE, guide), encoding="utf-8") as file:
                text = re.sub(r"```.*?```", "", file.read(), flags=re.DOTALL)
            for link in re.findall(r"\]\(([^)#:]+)\)", text):
                self.assertTrue(os.path.exists(os.path.join(SOURCE, os.path.dirname(guide), link)), f"{guide}: {link}")
            for name in re.findall(r"`((?:[\w-]+/)*[\w-]+\.(?:sh|py|md|cc|h|cmake|ya?ml))`", text):
                if name in ("bench.md", "GROUP.md"):  # what ./dev bench writes
                    continue
                self.assertTrue(any(f"/{file}".endswith(f"/{name}") for file in files), f"{guide}: {name}")

    def test_every_verb_named(self):
        named = re.search(r"`\./dev` alone lists the others: (.*?)\.", readme(), re.DOTALL)
        verbs = subprocess.run([os.path.join(SOURCE, "dev")], capture_output=True, text=True, check=True).stdout
        for verb in re.findall(r"`(\w+)`", named.group(1)):
            self.assertRegex(verbs, rf"(?m)^  {verb}\b")


if __name__ == "__main__":
    unittest.main()
