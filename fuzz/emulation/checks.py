# SPDX-License-Identifier: Apache-2.0
"""Checks $OUT: what bad_build_check checks, and what it omits."""

import concurrent.futures
import configparser
import glob
import os
import re
import shutil
import stat
import tempfile

from .cell import run
from .contract import LIBRARIES
from .start import START, check_afl_fuzz, check_coverage, unpack_seeds


def check(cell):
    targets = check_names(cell)
    if not targets:
        return
    with tempfile.TemporaryDirectory(prefix="emulate-") as elsewhere:
        # Another place than at build time, read-only, another working directory, an empty environment.
        moved = os.path.join(elsewhere, "moved")
        shutil.copytree(cell.out, moved)
        for entry in os.listdir(moved):
            os.chmod(os.path.join(moved, entry), 0o555)
        os.chmod(moved, 0o555)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda name: check_target(cell, moved, name), targets))
        if cell.sanitizer == "coverage":
            check_coverage(cell, moved, targets[0])
        if cell.engine == "afl":
            check_afl_fuzz(cell, moved, targets[0])
        os.chmod(moved, 0o755)
        for entry in os.listdir(moved):
            os.chmod(os.path.join(moved, entry), 0o755)


def check_names(cell):
    entries = sorted(os.listdir(cell.out))
    targets = []
    for entry in entries:
        path = os.path.join(cell.out, entry)
        with open(path, "rb") as file:
            content = file.read()
        if os.stat(path).st_mode & stat.S_IXUSR and content.startswith(b"\x7fELF"):
            if not re.fullmatch(r"[A-Za-z0-9_-]+_fuzzer", entry):
                cell.problem(f"{entry}: no name of a fuzz target")
            elif b"LLVMFuzzerTestOneInput" not in content:
                cell.problem(f"{entry}: no fuzz target by its content")
            else:
                targets.append(entry)
    wanted = {cell.only} if cell.only else {os.path.basename(file)[:-3] for file in glob.glob(cell.source + "/fuzz/targets/*_fuzzer.cc")}
    if cell.engine == "honggfuzz" and not os.path.exists(os.path.join(os.path.dirname(cell.source), "re2")):
        wanted = {name for name in wanted if not name.startswith("regex_")}  # Debian's RE2 is of the other standard library
    if set(targets) != wanted:
        cell.problem(f"targets are {', '.join(targets) or 'none'}; wanted: {', '.join(sorted(wanted))}")
    known = {target + end for target in targets for end in ("", "_seed_corpus.zip", ".dict", ".options")}
    for stray in sorted(set(entries) - known):
        cell.problem(f"{stray}: belongs to no target")
    for missing in sorted(known - set(entries)):
        cell.problem(f"{missing}: missing")
    return targets


def check_target(cell, folder, name):
    path = os.path.join(folder, name)
    for line in run(["ldd", path]).splitlines():
        library = line.split()[0]
        if not LIBRARIES.match(os.path.basename(library)):
            cell.problem(f"{name}: needs {library}, which the runner lacks")
    if "x86-64" not in run(["file", "-b", path]):
        cell.problem(f"{name}: wrong architecture")
    check_sanitizer(cell, path, name)
    options = check_options(cell, folder, name)
    with tempfile.TemporaryDirectory(prefix="emulate-seeds-") as seeds:
        count = unpack_seeds(cell, folder, name, seeds)
        START[cell.engine](cell, path, name, seeds, count, options)


def check_sanitizer(cell, path, name):
    """Counts the calls of each sanitizer's run time, as bad_build_check does."""
    code = run(["objdump", "-d", "--no-show-raw-insn", path])
    calls = {each: len(re.findall(r"call.*<__%s" % each, code)) for each in ("asan", "ubsan", "msan", "llvm_profile")}
    if cell.sanitizer == "address" and calls["asan"] < 1000:
        cell.problem(f"{name}: not compiled for AddressSanitizer ({calls['asan']} calls)")
    if cell.sanitizer == "address" and calls["ubsan"] > 200:
        cell.problem(f"{name}: mixes UndefinedBehaviorSanitizer in ({calls['ubsan']} calls)")
    if cell.sanitizer == "undefined" and calls["ubsan"] < 168:
        cell.problem(f"{name}: not compiled for UndefinedBehaviorSanitizer ({calls['ubsan']} calls)")
    if cell.sanitizer != "address" and calls["asan"] > 0:
        cell.problem(f"{name}: mixes AddressSanitizer in")
    if calls["msan"] > 3:
        cell.problem(f"{name}: mixes MemorySanitizer in")
    if cell.sanitizer == "coverage" and "__llvm_profile" not in run(["nm", path]):
        cell.problem(f"{name}: not compiled for coverage")


def check_options(cell, folder, name):
    options = configparser.ConfigParser()
    try:
        options.read(os.path.join(folder, name + ".options"))
        return [f"-{key}={value}" for key, value in options["libfuzzer"].items()]
    except (configparser.Error, KeyError) as error:
        cell.problem(f"{name}.options: {error}")
        return []
