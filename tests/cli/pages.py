# SPDX-License-Identifier: Apache-2.0
"""Reads the pages of the documentation, and runs the commands that they show.

Blocks of a page: `sh` holds commands, `console` a session: commands behind `$ ` and what they print, where a line `…` stands for any
lines. An HTML comment `<!-- test: ... -->` in front of a block says how it is run: `exit N` is the exit status of its commands (`sh`: 0,
`console`: 0 or 1), `write NAME` writes a block of another language to a file that later blocks use, `skip WHY` leaves a block out.
Anywhere in a page, `needs python` or `needs installation` says what it is run with, and `run by FILE` that another test executes it.
"""

import json
import os
import re
import subprocess
from dataclasses import dataclass


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def pages(source):
    """All pages below docs/, and the README, as paths relative to the repository."""
    found = ["README.md"]
    for folder, _, names in os.walk(os.path.join(source, "docs")):
        found += [os.path.relpath(os.path.join(folder, name), source) for name in names if name.endswith(".md")]
    return sorted(found)


@dataclass
class Block:
    line: int
    language: str
    text: str
    directive: str  # "exit", "write", "skip" or ""
    argument: str


def blocks(text):
    """The blocks of code of a page."""
    found, inside, directive = [], None, ("", "")
    for at, line in enumerate(text.splitlines(), 1):
        if inside is not None:
            if line == "```":
                found.append(Block(start, language, "".join(inside), *directive))
                inside, directive = None, ("", "")
            else:
                inside.append(line + "\n")
        elif said := re.fullmatch(r"<!-- test: (exit|write|skip) (.*?) -->", line):
            directive = said.groups()
        elif fence := re.fullmatch(r"```(\w*)", line):
            inside, start, language = [], at, fence[1]
        elif line.strip():
            directive = ("", "")
    return found


def commands(block):
    """The commands of an `sh` block, without comments; a backslash continues a line."""
    lines = re.sub(r"\\\n\s*", "", block.text).splitlines()
    lines = [re.sub(r"\s+#.*$", "", line).strip() for line in lines]
    return [line for line in lines if line and not line.startswith("#")]


def sessions(block):
    """The commands of a `console` block, each with the lines shown below it."""
    for part in re.split(r"(?m)^\$ ", re.sub(r"\\\n\s*", "", block.text))[1:]:
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


def run(command, folder, path, **environment):
    """Runs a line of a shell in `folder`, with the folders of `path` in front of the PATH."""
    env = dict(os.environ, PATH=os.pathsep.join([*path, os.environ["PATH"]]), COLUMNS="80", **environment)
    return subprocess.run(["sh", "-c", command], cwd=folder, env=env, capture_output=True, text=True, timeout=300)


# Languages of blocks that are neither run nor written to a file: what a program prints, or a format in the abstract. Those of pycon are
# run by doctest.
SHOWN = ("text", "json", "pycon", "")


def run_by(text):
    """The test that executes the page, if it is not these."""
    found = re.search(r"(?m)^<!-- test: run by (.*) -->$", text)
    return found[1] if found else None


def needs(text):
    """What a page needs to be run: the program alone, the package (python), the C++ library (installation), or a test of its own."""
    if run_by(text):
        return "its own test"
    found = re.search(r"(?m)^<!-- test: needs (\w+) -->$", text)
    return found[1] if found else "program"


def failure(command, status, done):
    """Why a command failed, or None. `status` is the set of the expected ones."""
    if done.returncode in status:
        return None
    return f"{command}: exit status {done.returncode}, not {sorted(status)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"


def execute(page, text, folder, path, **environment):
    """Runs the blocks of a page in a folder. Returns the number of commands and one text for each that fails."""
    ran, wrong = 0, []
    for block in blocks(text):
        found = []
        if block.directive == "write":
            write(os.path.join(folder, block.argument), block.text)
        elif block.directive == "skip":
            continue
        elif block.language == "sh":
            for command in commands(block):
                if not command.startswith("./dev"):  # a test asks it for its verbs
                    ran += 1
                    found.append(failure(command, {int(block.argument or 0)}, run(command, folder, path, **environment)))
        elif block.language == "console":
            for command, shown in sessions(block):
                ran += 1
                done = run(command, folder, path, **environment)
                missing = first_missing(shown, done.stdout)
                found.append(failure(command, {0, 1}, done) or (missing and f"{command}: prints no line {missing!r} there:\n{done.stdout}"))
        elif block.language not in SHOWN:
            found.append("say by <!-- test: write or skip ... --> what becomes of this block")
        elif re.search(r"(?m)^(\$ )?overmatch ", block.text):
            found.append("a command that is not executed")
        elif block.language == "json":
            json.loads(block.text)
        wrong += [f"{page}:{block.line}: {each}" for each in found if each]
    return ran, wrong
