# SPDX-License-Identifier: Apache-2.0
"""Asks the rules of a released library through its adapter, in a process of its own; skips the test where PyPI can't be reached."""

import json
import os
import subprocess
import sys

import libraries
import pytest

HERE = os.path.dirname(os.path.abspath(__file__))


def folder_of(distribution, version):
    folder = libraries.fetch(distribution, version)
    if folder is None:
        pytest.skip(f"{distribution} {version} can't be fetched from PyPI")
    return folder


#: The adapters that are not called like the distribution.
ADAPTERS = {"nvidia-modelopt": "modelopt"}


def ask(distribution, version, questions):
    adapter = ADAPTERS.get(distribution, distribution.replace("-", "_"))
    done = subprocess.run([sys.executable, os.path.join(HERE, "ask_rules.py"), adapter], capture_output=True,
                          text=True, input=json.dumps(questions), env=libraries.environment(folder_of(distribution, version)))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
