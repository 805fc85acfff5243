# SPDX-License-Identifier: Apache-2.0
"""overmatch.lock and check_lock: the results are those of the command line."""

import json
import os
import subprocess

import overmatch
import pytest

BINARY = os.environ.get("OVERMATCH")
TREES = os.path.join(overmatch.corpus_folder(), "trees")
OLD = os.path.join(TREES, "llava-1.5-7b.tf4.47.modules.txt.gz")
NEW = os.path.join(TREES, "llava-1.5-7b.modules.txt.gz")
LORA = {"peft_type": "LORA", "peft_version": "0.14.0", "target_modules": ["q_proj", "v_proj"], "modules_to_save": ["lm_head"]}
NAMES = ["layers", "layers.0", "layers.0.q_proj", "layers.1", "layers.1.q_proj", "head"]


def test_it_is_what_the_command_line_does(tmp_path):
    if not BINARY:
        pytest.skip("the environment names no program in OVERMATCH")
    config = tmp_path / "config.json"
    config.write_text(json.dumps(LORA))
    written = tmp_path / "model.lock"
    text = overmatch.lock(OLD, LORA, written)
    assert written.read_text() == text
    shown = subprocess.run([BINARY, "lock", "--tree", OLD, "--peft", config], capture_output=True, text=True)
    assert (shown.returncode, shown.stdout) == (0, text)
    found = overmatch.check_lock(NEW, LORA, written)
    line = [BINARY, "lock", "--tree", NEW, "--peft", config, "--check", written]
    shown = subprocess.run(line, capture_output=True, text=True, env=dict(os.environ, COLUMNS="80"))
    assert shown.returncode == 1
    assert "`language_model.model` is `model.language_model` now" in found.text
    assert overmatch._core.wrapped(found.text, 80) == shown.stdout


def test_changes(tmp_path):
    file = tmp_path / "a.lock"
    overmatch.lock(NAMES, ["q_proj", "head"], file, mode="segment")
    same = overmatch.check_lock(NAMES, ["q_proj", "head"], file, mode="segment")
    assert same and same.changes == () and same.raise_for() is same and "is the same" in str(same)
    other = overmatch.check_lock(NAMES, ["q_proj"], file, mode="segment")
    assert not other
    (change,) = other.changes
    assert change == overmatch.LockChange("gone", "selected", 'was selected by "head"; the entry is gone', ("head",))
    with pytest.raises(overmatch.LockChanged, match="1 name gone") as raised:
        other.raise_for()
    assert raised.value.check is other
    shorter = overmatch.check_lock(NAMES[:3] + NAMES[5:], ["q_proj", "head"], file, mode="segment")
    assert [(each.kind, each.names) for each in shorter.changes] == [("gone", ("layers.1.q_proj",))]


def test_refusals(tmp_path):
    file = tmp_path / "a.lock"
    with pytest.raises(ValueError, match="PEFT 0.14.0 refuses the config"):
        overmatch.lock(NAMES, dict(LORA, target_modules=["nothing"]), file)
    assert not file.exists()
    with pytest.raises(ValueError, match="give a config or patterns"):
        overmatch.lock(NAMES)
    with pytest.raises(ValueError, match="a.lock: cannot read"):
        overmatch.check_lock(NAMES, LORA, file)
    for text, says in ((b"no lock\n", r"a\.lock:1: is no lock file"), (b"overmatch lock 1\n\xff\n", r"a\.lock:2: is not valid UTF-8")):
        file.write_bytes(text)
        with pytest.raises(ValueError, match=says):
            overmatch.check_lock(NAMES, ["head"], file, mode="segment")
    overmatch.lock(NAMES, ["head"], file, mode="segment")
    refused = overmatch.check_lock(NAMES, dict(LORA, target_modules=["nothing"]), file)
    assert [each.kind for each in refused.changes] == ["refused"]
    with pytest.raises(ValueError, match="no/such"):
        overmatch.lock(NAMES, ["head"], tmp_path / "no/such/a.lock", mode="segment")
