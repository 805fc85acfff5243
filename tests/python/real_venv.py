# SPDX-License-Identifier: Apache-2.0
"""Runs modules of the tests where torch and transformers are installed, with the overmatch of this process; skips the test without."""

import os
import subprocess
import tempfile

import overmatch
import overmatch_program
import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = os.environ.get("OVERMATCH_REAL_PEFT") or os.path.join(HERE, "..", "..", "build", "venv-real", "bin", "python")
NEEDED = "import compressed_tensors, peft, torch, transformers; assert transformers.__version__ == '5.24.0'"


def run(module, *arguments):
    """What `python -m MODULE ARGUMENTS` prints."""
    if not os.path.exists(PYTHON) or subprocess.run([PYTHON, "-c", NEEDED], capture_output=True).returncode != 0:
        pytest.skip("no torch with transformers 5.24.0, peft and compressed-tensors: ./dev python --real fetches them from PyPI (2 GB)")
    with tempfile.TemporaryDirectory() as folder:
        for package in (overmatch, overmatch_program):
            os.symlink(os.path.dirname(package.__file__), os.path.join(folder, package.__name__))
        done = subprocess.run([PYTHON, "-B", "-m", module, *arguments], cwd=HERE, capture_output=True, text=True,
                              env={**os.environ, "PYTHONPATH": folder})
    assert done.returncode == 0, done.stderr
    return done.stdout
