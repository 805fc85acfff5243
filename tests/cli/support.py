# SPDX-License-Identifier: Apache-2.0
"""Runs the real binary. Set by CTest: OVERMATCH (the binary), OVERMATCH_PLUGIN (the planted bugs), OVERMATCH_SOURCE (the repository)."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

BINARY = os.environ["OVERMATCH"]
PLUGIN = os.environ["OVERMATCH_PLUGIN"]
HOSTILE = os.environ.get("OVERMATCH_HOSTILE", "")  # a plugin that misbehaves, for hostile_test.py
SOURCE = os.environ["OVERMATCH_SOURCE"]
# For commands that are subjects, which are started by the hundred: without what makes a start slow and they do not need.
PYTHON = f"exec {sys.executable} -I -S"
# With sanitizers, which look at the same code in each row, tables that start many processes are run for some of their rows; the
# release build judges all.
SANITIZED = bool(os.environ.get("OVERMATCH_SANITIZED"))
QUICK = ["--no-trees", "--cases", "200"]
# The modes and the dialects of plain lists.
MODES = ("endswith", "segment", "exact", "subtree", "regex", "prefix", "substring", "run", "glob", "path-glob", "match", "search",
         "compressed-tensors", "transformers-skip", "nncf", "peft-targets")
DIALECTS = MODES[-4:]


class CommandTest(unittest.TestCase):
    """A temporary folder to run in, and ways to run and to look at what came out."""

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="overmatch-test-")
        self.folder = self._folder.name
        self.addCleanup(self._folder.cleanup)

    def run_overmatch(self, *arguments, status=0, planted=None, stdin=None, timeout=300):
        """Runs it in the temporary folder, expects the exit status in so many seconds, and returns (stdout, stderr)."""
        env = dict(os.environ, COLUMNS="4000")  # lines as they are
        if planted:
            env["OVERMATCH_PLANTED"] = planted
        done = subprocess.run([BINARY, *arguments], cwd=self.folder, env=env, input=stdin, capture_output=True, text=True, timeout=timeout)
        self.assertEqual(done.returncode, status, f"{' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        return done.stdout, done.stderr

    def refused(self, *arguments, says, status=2, stdin=None, planted=None):
        """Bad input: nothing on stdout, one line on stderr that says it."""
        out, err = self.run_overmatch(*arguments, status=status, stdin=stdin, planted=planted)
        self.assertEqual(out, "")
        self.assertEqual(err.count("\n"), 1, err)
        for text in says:
            self.assertIn(text, err)

    def check_json(self, *arguments, status=0, planted=None):
        out, _ = self.run_overmatch("check", *arguments, "--json", "-", status=status, planted=planted)
        return json.loads(out)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return name

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def files(self, folder):
        return sorted(os.listdir(os.path.join(self.folder, folder)))
