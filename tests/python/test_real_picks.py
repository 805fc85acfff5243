# SPDX-License-Identifier: Apache-2.0
"""The audit against what PEFT, transformers and compressed-tensors pick on today's architectures (real_picks), module by module."""

import json

from real_picks.configs import OUT_OF_SCOPE, REAL, configs, lines_of
from real_venv import run


def rows_of(*arguments):
    return [json.loads(line) for line in run("real_picks.live", *arguments).splitlines() if line.startswith("{")]


def test_the_audit_says_what_the_libraries_pick():
    rows = rows_of()
    wrong = [f"{row['model']}, {row['config']}: {row['differs']}" for row in rows if row["differs"]]
    assert not wrong, "\n".join(wrong)
    assert {row["config"] for row in rows} == {asked.id for asked in configs()}
    assert len({row["model"] for row in rows}) >= 30
    opened = [f"{row['model']}, {row['config']}: {row['open']}" for row in rows if row["open"]]
    assert not opened, "\n".join(opened)
    for library, least in (("peft", 150), ("transformers", 40), ("compressed-tensors", 60)):
        picking = [row for row in rows if row["library"] == library and row["picked"]]
        assert len(picking) >= least, library
        assert sum(row["picked"] for row in picking) > 5_000, library


def test_another_rule_differs():
    """The comparison is one: read as Python's re.fullmatch, lists select other modules."""
    rows = rows_of("--mode", "regex", "glm-4.5-air", "qwen3.5-4b")
    assert {row["library"] for row in rows if row["differs"]} == {"transformers", "compressed-tensors"}


def test_every_real_config_is_asked_or_has_a_reason():
    ids = [row["id"] for row in lines_of("real-configs.jsonl")]
    assert sorted(ids) == sorted([*REAL, *OUT_OF_SCOPE])
    assert all(OUT_OF_SCOPE.values())
    assert len(configs()) >= 60
