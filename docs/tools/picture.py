# SPDX-License-Identifier: Apache-2.0
"""Draws what a command prints on a terminal as an SVG, in its colours: docs/images/finding.svg.

    python docs/tools/picture.py build/release/overmatch docs/images/finding.svg

`./dev docs --picture` calls it when the output has changed. It needs rich (https://rich.readthedocs.io), which draws; nothing is taken from the
web when the picture is shown. The text stands in its description, too, which screen readers read and a test compares with the output.
"""

import html
import os
import pty
import re
import subprocess
import sys

import rich.console
import rich.terminal_theme
import rich.text

# The lines of the command, as people type it.
COMMAND = ("overmatch demo",)
# What is shown of a long output: each part from a line that begins so, as many lines. Empty: all of it.
PARTS = ((r"PEFT reads ", 18),)
COLUMNS = 80
# Each colour has a contrast of at least 4.5 to the background.
DARK, LIGHT, FAINT = (26, 26, 30), (225, 225, 225), (160, 160, 165)
COLOURS = [(90, 90, 95), (255, 110, 105), (120, 210, 130), (235, 200, 100), (130, 170, 255), (225, 140, 225), (110, 205, 210), LIGHT]
THEME = rich.terminal_theme.TerminalTheme(DARK, LIGHT, COLOURS)
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STYLES = re.compile(r"\x1b\[[0-9;]*m")


def output_of(program):
    """What the command prints on a terminal of COLUMNS columns."""
    words = [program, *" ".join(COMMAND).replace("\\", "").split()[1:]]
    ours, theirs = pty.openpty()
    env = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm-256color", "NO_COLOR": ""}
    process = subprocess.Popen(words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.DEVNULL)
    os.close(theirs)
    chunks = []
    try:
        while chunk := os.read(ours, 1 << 16):
            chunks.append(chunk)
    except OSError:  # Linux reports the end of a terminal so
        pass
    os.close(ours)
    if process.wait() not in (0, 1):
        sys.exit(f"picture.py: {' '.join(words)} ended with {process.returncode}")
    return b"".join(chunks).decode().replace("\r\n", "\n").splitlines()


def shown_of(lines):
    """The command, and the parts of its output, with … for what is left out."""
    shown, at = ["$ " + COMMAND[0], *COMMAND[1:]], 0
    for start, count in PARTS:
        place = next((i for i in range(at, len(lines)) if re.match(start, STYLES.sub("", lines[i]))), None)
        if place is None:
            sys.exit(f"picture.py: no line begins with {start}")
        if place > at:
            shown.append("…")
        shown += lines[place : place + count]
        at = place + count
    if not PARTS:
        return shown + lines
    return shown + (["…"] if at < len(lines) else [])


def draw(shown):
    console = rich.console.Console(record=True, width=COLUMNS, file=open(os.devnull, "w", encoding="utf-8"), force_terminal=True)
    for line in shown:
        text = rich.text.Text.from_ansi(line.replace("\x1b[2m", f"\x1b[38;2;{FAINT[0]};{FAINT[1]};{FAINT[2]}m"))
        console.print(text, soft_wrap=True)
    # The fonts that the format loads from the web are left out.
    svg_format = re.sub(r"@font-face \{\{.*?\}\}", "", rich.console.CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    svg = console.export_svg(title="overmatch", theme=THEME, code_format=svg_format, unique_id="finding")
    svg = svg.replace("font-family: Fira Code, monospace", "font-family: monospace")
    text = html.escape("\n".join(STYLES.sub("", line) for line in shown))
    head, body = svg.split(">", 1)
    return f'{head} role="img">\n<title>A finding of overmatch</title>\n<desc>{text}</desc>{body}'


def main():
    program, file = sys.argv[1:]
    with open(file, "w", encoding="utf-8") as out:
        out.write(draw(shown_of(output_of(os.path.abspath(program)))))


if __name__ == "__main__":
    main()
