# SPDX-License-Identifier: Apache-2.0
"""What is written depends on the terminal: its width, and whether it shows colours."""

import fcntl
import json
import os
import pty
import shlex
import struct
import subprocess
import termios
import unittest

from support import BINARY, SOURCE, CommandTest

TREE = os.path.join(SOURCE, "corpus/trees")
AUDIT = ["audit", "--mode", "endswith", "--pattern", "model.layers.0", "--pattern", "proj", "--fail-on", "error"]


class Terminal(CommandTest):
    def setUp(self):
        super().setUp()
        paths = [f"{tower}.layers.{layer}.{name}" for tower in ("model", "img_model", "vision_tower.model") for layer in range(3)
                 for name in ("self_attn.q_proj", "mlp.down_proj", "post_attention_layernorm_with_a_long_name")]
        self.write("tree.txt", "\n".join(paths) + "\n")

    def said(self, *arguments, columns=None, **environment):
        """What it says on a pipe."""
        env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
        if columns:
            env["COLUMNS"] = str(columns)
        done = subprocess.run([BINARY, *arguments], cwd=self.folder, env={**env, **environment}, capture_output=True, text=True, timeout=300)
        return done.stdout

    def shown(self, *arguments, columns=80, **environment):
        """What it shows on a terminal."""
        controller, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
        process = subprocess.Popen([BINARY, *arguments], cwd=self.folder, env={**env, "TERM": "xterm", **environment}, stdout=terminal,
                                   stderr=terminal)
        os.close(terminal)
        text = b""
        while True:
            try:
                some = os.read(controller, 65536)
            except OSError:  # the end of a terminal
                break
            if not some:
                break
            text += some
        os.close(controller)
        process.wait(60)
        return text.decode().replace("\r\n", "\n")

    def test_reports_are_as_wide_as_the_terminal(self):
        whole = self.said(*AUDIT, "--tree", "tree.txt", columns=4000)
        self.assertGreater(max(map(len, whole.splitlines())), 80)
        for columns, said in ((80, self.said(*AUDIT, "--tree", "tree.txt")), (60, self.said(*AUDIT, "--tree", "tree.txt", columns=60)),
                              (72, self.shown(*AUDIT, "--tree", "tree.txt", columns=72, NO_COLOR="1"))):
            with self.subTest(columns=columns):
                self.assertEqual(said.split(), whole.split())  # every word, and in order
                long = [line for line in said.splitlines() if len(line) > columns]
                self.assertTrue(all(len(line.split()) < 3 for line in long), long)  # a path alone

    def test_no_color_is_set_when_it_is_not_empty(self):
        arguments = [*AUDIT, "--tree", "tree.txt"]
        for environment, colours in (({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": "0"}, False),
                                     ({"TERM": "dumb"}, False)):
            with self.subTest(environment=environment):
                self.assertEqual("\x1b[" in self.shown(*arguments, **environment), colours)
        self.assertNotIn("\x1b[", self.said(*arguments))

    def test_a_dumb_terminal_has_no_status_line(self):
        check = ["check", "--builtin", "segment", "--no-trees", "--cases", "3000"]
        self.assertNotIn("\x1b", self.shown(*check, TERM="dumb"))
        self.assertIn("cases/s", self.shown(*check, TERM="xterm"))

    def test_streams_that_cannot_be_written_change_no_verdict(self):
        wrong = ["check", "--builtin", "endswith", "--mode", "segment", "--no-trees", "--random-only", "--cases", "100", "--save="]
        right = ["check", "--builtin", "segment", *wrong[5:]]
        for arguments, streams, status in ((wrong, "1>&- 2>&-", 1), (wrong, "0<&- 1>&- 2>&-", 1), (wrong, "2>/dev/full", 1),
                                           (wrong, ">/dev/full 2>/dev/full", 1), (right, "2>/dev/full", 0), (right, "2>&-", 0),
                                           (right, "1>&- 2>&-", 2), (right, ">/dev/full 2>/dev/full", 2),
                                           (["chekc"], "2>&-", 2), (["--version"], "1>&- 2>&-", 2)):
            with self.subTest(arguments=arguments[:3], streams=streams):
                line = shlex.join([BINARY, *arguments, *(["--json", "r.json"] if arguments[0] == "check" else [])])
                done = subprocess.run(["sh", "-c", f"{line} {streams}"], cwd=self.folder, capture_output=True, timeout=300)
                self.assertEqual(done.returncode, status, done)
                if status < 2:
                    self.assertEqual(bool(json.loads(self.read("r.json"))["violations"]), status == 1)


if __name__ == "__main__":
    unittest.main()
