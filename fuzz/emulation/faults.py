# SPDX-License-Identifier: Apache-2.0
"""Plants mistakes that projects have made with the contract, one by one; the checks must detect each."""

import glob
import os
import re
import resource
import shutil
import sys
import time

from .cell import Cell, cost
from .checks import check


def replace_in(path, old, new):
    """Plants a fault. Fails if the text to replace is missing, because the control would then prove nothing."""
    with open(path) as file:
        text = file.read()
    if old not in text:
        sys.exit(f"emulate: the fault's place is gone from {path}: {old}")
    with open(path, "w") as file:
        file.write(text.replace(old, new))


# Name: (cell, file, old, new, expected message). Each is a mistake that projects have made.
FAULTS = {
    "unset variable": ("libfuzzer-address", "fuzz/ossfuzz_build.sh", "build=$WORK/overmatch", "build=$WORK/overmatch$LDFLAGS", "unbound variable"),
    "rejected seed": ("libfuzzer-address", "fuzz/targets/properties_text_fuzzer.cc", "  return 0;\n}", "  return -1;\n}", "no interesting inputs|does not start on its seeds|rejects"),
    "wrong zip name": ("libfuzzer-address", "fuzz/ossfuzz_build.sh", "${name}_seed_corpus.zip", "${name}.zip", "belongs to no target"),
    "shared library": ("libfuzzer-address", "fuzz/fuzzers_only.cmake", "find_library(OVERMATCH_PCRE2_ARCHIVE libpcre2-8.a REQUIRED)", "set(OVERMATCH_PCRE2_ARCHIVE pcre2-8)", "which the runner lacks"),
    "hard-coded engine": ("honggfuzz-address", "fuzz/ossfuzz_build.sh", '"$LIB_FUZZING_ENGINE"', "-fsanitize=fuzzer", r"not linked with \$LIB_FUZZING_ENGINE|build.sh failed: .*undefined"),
    "missing flags": ("libfuzzer-address", "fuzz/ossfuzz_build.sh", '-DCMAKE_CXX_FLAGS="$CXXFLAGS"', '-DCMAKE_CXX_FLAGS=-O0', "not compiled for AddressSanitizer"),
}


def plant_faults(names, where):
    """Plants each fault in its built cell, so that only what it changes is built again."""
    missed = False
    source = os.path.join(where, "src", "overmatch")
    for name in names:
        cell_name, file, old, new, says = FAULTS[name]
        start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        path = os.path.join(source, file)
        with open(path) as whole:
            text = whole.read()
        cell = Cell(cell_name, os.path.join(where, cell_name), source, only="properties_text_fuzzer")
        os.makedirs(cell.where, exist_ok=True)
        if name == "missing flags":  # another configuration needs its own build folder
            cell.work = os.path.join(where, "faulty-work")
            shutil.rmtree(cell.work, ignore_errors=True)
        replace_in(path, old, new)
        for stale in glob.glob(cell.work + "/overmatch/fuzz/targets/*_fuzzer"):
            os.remove(stale)
        cell.build()
        if not cell.problems:
            check(cell)
        with open(path, "w") as whole:
            whole.write(text)
        caught = any(re.search(says, problem) for problem in cell.problems)
        print(f"fault \"{name}\" in {cell_name}: {'caught' if caught else 'MISSED'} ({cost(start, before)})", flush=True)
        for problem in cell.problems[:2]:
            print(f"  {problem}", flush=True)
        missed = missed or not caught
    return not missed
