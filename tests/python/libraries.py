# SPDX-License-Identifier: Apache-2.0
"""The released libraries that the adapters are tested on, fetched as wheels into build/libraries and unpacked there.

Without dependencies: the adapters need none. A fetch that fails (no network) gives None, and the tests on it are skipped by name.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "build", "libraries")

#: Old and new: the first that has a predicate function, both sides of each change of behaviour, the newest.
VERSIONS = {
    "peft": ["0.6.0", "0.7.1", "0.8.0", "0.14.0", "0.17.1", "0.19.1", "0.20.0", "0.21.2"],
    "transformers": ["5.0.0", "5.24.0"],
    "compressed-tensors": ["0.13.0", "0.20.0"],
}
NEWEST = {name: versions[-1] for name, versions in VERSIONS.items()}


@functools.lru_cache(maxsize=None)
def fetch(distribution: str, version: str) -> str | None:
    """The folder to put on PYTHONPATH, or None if it can't be had."""
    folder = os.path.join(FOLDER, f"{distribution}-{version}")
    if os.path.isdir(folder):
        return folder
    wheels = os.path.join(FOLDER, "wheels")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", wheels]
    done = subprocess.run([*command, f"{distribution}=={version}"], capture_output=True, text=True)
    if done.returncode != 0:
        print(f"can't fetch {distribution} {version}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    name = distribution.replace("-", "_")
    (wheel,) = [file for file in os.listdir(wheels) if file.startswith(f"{name}-{version}-")]
    part = f"{folder}.{os.getpid()}"
    with zipfile.ZipFile(os.path.join(wheels, wheel)) as archive:
        archive.extractall(part, [member for member in archive.namelist() if member.endswith((".py", "METADATA"))])
    try:
        os.rename(part, folder)  # whole or not at all, whoever else fetches it now
    except OSError:
        if not os.path.isdir(folder):
            raise
    return folder


def environment(folder: str) -> dict[str, str]:
    return dict(os.environ, PYTHONPATH=folder, PYTHONDONTWRITEBYTECODE="")


if __name__ == "__main__":
    for distribution, versions in VERSIONS.items():
        for version in versions:
            print(distribution, version, fetch(distribution, version))
