# SPDX-License-Identifier: Apache-2.0
"""What other people's CI reads: the Action, the hooks and the container file, by the schemas and programs that judge them."""

import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ACTION = ROOT / ".github/actions/audit/action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def judged_by_schema(file):
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    line = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", os.fspath(file)]
    return subprocess.run(line, capture_output=True, text=True)


def judged_by_pre_commit(file):
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    return subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", os.fspath(file)], capture_output=True, text=True)


@pytest.mark.parametrize(("change", "status"), [((), 0), (("using: composite", "using: composit"), 1), (("      shell: bash\n", ""), 1), (("runs:", "run:"), 1)])
def test_action(tmp_path, change, status):
    text = ACTION.read_text()
    if change:
        assert change[0] in text
        text = text.replace(*change)
    file = tmp_path / "action.yml"
    file.write_text(text)
    done = judged_by_schema(file)
    assert done.returncode == status, done.stdout + done.stderr


def test_action_names_what_exists():
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    action = yaml.safe_load(ACTION.read_text())
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+)", ACTION.read_text())) | set(re.findall(r"inputs\.([\w-]+) ==", ACTION.read_text()))
    assert used == set(action["inputs"])
    script = (ACTION.parent / "audit.sh").read_text()
    for step in action["runs"]["steps"]:
        for name in step.get("env", {}):
            assert re.search(rf"\$\{{?{name}\b", script + step["run"]), name
        # An input in a script could be a command of its own: inputs come as variables.
        assert "${{" not in step.get("run", "")
    assert (ACTION.parent / "audit.sh").exists()


@pytest.mark.parametrize(("change", "status"), [((), 0), (("language: script", "language: none"), 1), (("  entry: ", "  enter: "), 1)])
def test_hooks(tmp_path, change, status):
    text = HOOKS.read_text()
    if change:
        assert change[0] in text
        text = text.replace(*change)
    file = tmp_path / "hooks.yaml"
    file.write_text(text)
    done = judged_by_pre_commit(file)
    assert done.returncode == status, done.stdout + done.stderr


def test_hooks_start_programs_that_exist():
    entries = re.findall(r"(?m)^  entry: (\S+)", HOOKS.read_text())
    assert len(entries) == 2
    for entry in entries:
        assert os.access(ROOT / entry, os.X_OK)
    patterns = re.findall(r"(?m)^  files: (\S+)", HOOKS.read_text())
    assert all(re.search(pattern, "a/adapter_config.json") for pattern in patterns)
    assert not any(re.search(pattern, "a/config.json") for pattern in patterns)


def test_container_installs_what_the_build_needs():
    """The packages are those that ./dev installs for a build."""
    listed = re.search(r"needs_build\(\) \{\n(.*?)\n\}", (ROOT / "dev").read_text(), re.DOTALL)
    assert listed
    needed = set(re.findall(r"[\w+-]+", re.search(r"needs_library (.*)", listed[1])[1]))
    file = (ROOT / ".github/container/Containerfile").read_text()
    assert len(needed) > 4
    assert needed <= set(file.split())


def test_hooks_in_a_repository(tmp_path):
    """pre-commit itself runs a hook from this repository."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    binary = os.environ.get("OVERMATCH")
    if not binary:
        pytest.skip("the environment names no program in OVERMATCH")

    def git(*words, cwd):
        line = ["git", "-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false", *words]
        subprocess.run(line, cwd=cwd, check=True, capture_output=True)

    hooks = tmp_path / "hooks"
    for name in (".pre-commit-hooks.yaml", ".github/actions/audit/hook.sh"):
        target = hooks / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
        target.chmod(0o755)
    user = tmp_path / "user"
    user.mkdir()
    for folder in (hooks, user):
        git("init", "-q", cwd=folder)
    git("add", "-A", cwd=hooks)
    git("commit", "-qm", "hooks", cwd=hooks)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, check=True, capture_output=True, text=True).stdout.strip()
    (user / "model.txt").write_text("layers\nlayers.0\nlayers.0.q_proj\npre_classifier\nclassifier\n")
    hook = {"id": "overmatch-audit", "args": ["--tree", "model.txt", "--"]}
    config = {"repos": [{"repo": os.fspath(hooks), "rev": head, "hooks": [hook]}]}
    (user / ".pre-commit-config.yaml").write_text(json.dumps(config))
    adapter = user / "adapter_config.json"
    environment = dict(os.environ, OVERMATCH=binary, PRE_COMMIT_HOME=os.fspath(tmp_path / "home"))
    for saved, status in (([], 0), (["classifier"], 1)):
        adapter.write_text(json.dumps({"peft_type": "LORA", "target_modules": ["q_proj"], "modules_to_save": saved}))
        git("add", "-A", cwd=user)
        line = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
        done = subprocess.run(line, cwd=user, env=environment, capture_output=True, text=True)
        assert done.returncode == status, done.stdout + done.stderr
        assert ("pre_classifier" in done.stdout) == (status == 1)
