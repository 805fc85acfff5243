#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Emulates the contract of OSS-Fuzz without Docker: builds by fuzz/ossfuzz_build.sh as the clusters do, and checks $OUT.

    fuzz/emulate.py [CELL...]      checks these cells, by default all of CELLS
    fuzz/emulate.py --faults       plants each of FAULTS in a copy of the source; the checks must detect it

It checks what OSS-Fuzz's test_all.py and bad_build_check check (names, engine, sanitizer calls, architecture, edges, start-up in a moved
read-only folder), and what they omit: companion files of each target, seeds that the target rejects, shared libraries that the runner's
image lacks, stray files. It does not emulate honggfuzz's and Centipede's run time, MemorySanitizer (which needs an instrumented standard
library) and the images themselves.

Needs clang-19, libclang-rt-19-dev, llvm-19, afl++, libc++-19-dev, libc++abi-19-dev, cmake, ninja, zip (`./dev fuzz` installs them).
Exit status: 0 if every cell passes and every fault is detected, else 1.
"""

import argparse
import os
import resource
import shutil
import sys
import time

from emulation.cell import Cell, copy_source, cost
from emulation.checks import check
from emulation.contract import CELLS, NEEDS, ROOT
from emulation.faults import FAULTS, plant_faults


def lacks(name):
    """A cell needs a package that this machine lacks and its distribution does not offer."""
    return [need for need in NEEDS[name.split("-")[0]] + NEEDS[name.split("-")[1]] if not (os.path.exists(need) or shutil.which(need))]


def emulate(names, where):
    failed = False
    source = os.path.join(where, "src", "overmatch")
    copy_source(source)
    for name in names:
        lacking = lacks(name)
        if lacking:
            print(f"{name}: SKIPPED, {' and '.join(lacking)} is not here", flush=True)
            continue
        start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        cell = Cell(name, os.path.join(where, name), source)
        os.makedirs(cell.where, exist_ok=True)
        cell.build()
        if not cell.problems:
            check(cell)
        print(f"{name}: {'PASS' if not cell.problems else 'FAIL'} ({cost(start, before)})", flush=True)
        for problem in cell.problems:
            print(f"  {problem}", flush=True)
        failed = failed or bool(cell.problems)
    return not failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cells", nargs="*", metavar="CELL", help=", ".join(CELLS))
    parser.add_argument("--faults", action="store_true", help="after the cells, plant each fault and want it caught")
    parser.add_argument("--where", default=os.path.join(ROOT, "build", "emulation"), help="folder to work in")
    arguments = parser.parse_args()
    for name in arguments.cells:
        if name not in CELLS:
            parser.error(f"no cell {name}: it is one of {', '.join(CELLS)}")
    where = os.path.abspath(arguments.where)
    passed = emulate(arguments.cells or CELLS, where)
    if arguments.faults:
        passed = plant_faults([name for name in FAULTS if not lacks(FAULTS[name][0])], where) and passed
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
