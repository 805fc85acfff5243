# SPDX-License-Identifier: Apache-2.0
"""The audit against an installed PEFT, and its advice followed there (real_peft). Skipped without one."""

import json
import os
import subprocess

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))


def lines_of(module):
    python = os.environ.get("OVERMATCH_REAL_PEFT")
    if not python:
        pytest.skip("no real installation of PEFT: ./dev python --real makes one, of some gigabytes")
    done = subprocess.run([python, "-m", f"real_peft.{module}"], cwd=HERE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_the_audit_says_what_peft_does():
    rows = lines_of("live")
    assert len({row["model"] for row in rows}) >= 9
    assert len(rows) >= 200
    wrong = [f"{row['model']}, {row['config']}: {row['differs']}" for row in rows if row["differs"]]
    assert not wrong, "\n".join(wrong)
    assert sum(bool(row["audit"].get("open")) for row in rows) < len(rows) / 10, "too much is not judged"


def test_odd_pairs_are_judged_or_said():
    rows = lines_of("odd")
    wrong = [f"{row['model']}, {row['config']}: {row['differs']}" for row in rows if row["differs"]]
    assert not wrong, "\n".join(wrong)
    assert len(rows) >= 20
    opened = [(row["model"], row["config"]) for row in rows if row["audit"].get("open")]
    assert {model for model, _ in opened} <= {"Toy", "Flora", "PPDocLayoutV3Model"} and len(opened) <= 5, opened
    assert sum("refused" in row["peft"] for row in rows) >= 9


def test_following_the_advice_gives_what_was_wanted():
    rows = lines_of("advice")
    wrong = [f"{row['row']}: {row['advice']} adapts {row['adapted']}, saves {row['saved']}" for row in rows if not row["right"]]
    assert not wrong, "\n".join(wrong)
    assert len({json.dumps(row["row"]) for row in rows}) >= 7
