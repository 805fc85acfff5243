# SPDX-License-Identifier: Apache-2.0
"""The program `overmatch`, the corpus and the header of plugins, as files of a Python package: works in any Python, also where the module of `overmatch` does not.

    bin/overmatch             the program
    share/overmatch/corpus    the saved cases, the trees of real models, and the vectors
    include                   overmatch_plugin.h, for a matcher that `overmatch check --plugin` loads
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

_FOLDER = os.path.dirname(os.path.abspath(__file__))


def program() -> str:
    """The file of the program `overmatch`."""
    return os.path.join(_FOLDER, "bin", "overmatch")


def corpus_folder() -> str:
    """The folder of the saved cases (`cases`) and the real models' trees (`trees`) that come with overmatch."""
    return os.path.join(_FOLDER, "share", "overmatch", "corpus")


def include_folder() -> str:
    """The folder of `overmatch_plugin.h`: `cc -shared -fPIC -I$(python -m overmatch_program --include) ...` builds a plugin."""
    return os.path.join(_FOLDER, "include")


def main() -> NoReturn:
    """The command `overmatch`: becomes the program, with the same arguments."""
    try:
        os.execv(program(), [program(), *sys.argv[1:]])
    except OSError as error:
        print(f"overmatch: cannot start {program()}: {error.strerror}; reinstall overmatch", file=sys.stderr)
        sys.exit(2)
