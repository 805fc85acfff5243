# SPDX-License-Identifier: Apache-2.0
"""Starts a target as each engine does, without input and on its seeds, and checks its coverage and afl-fuzz."""

import glob
import os
import re
import subprocess
import tempfile
import zipfile

from .cell import run
from .contract import AFL_ASAN, MARKER, RUN_ENV


def unpack_seeds(cell, folder, name, into):
    try:
        with zipfile.ZipFile(os.path.join(folder, name + "_seed_corpus.zip")) as archive:
            archive.extractall(into)
    except (OSError, zipfile.BadZipFile) as error:
        cell.problem(f"{name}_seed_corpus.zip: {error}")
    return len(os.listdir(into))


def start(cell, name, command, seconds=120, extra=None):
    done = subprocess.run(command, cwd="/", env={**RUN_ENV, **(extra or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=seconds)
    output = done.stdout.decode(errors="replace")
    if done.returncode != 0:
        reason = [line for line in output.splitlines() if re.search(r"ERROR|returned|overmatch:|no interesting", line)][:2]
        cell.problem(f"{name}: exit status {done.returncode} of {' '.join(command[1:])[:60]}: {' | '.join(reason) or output[-200:]}")
    return output


def start_libfuzzer(cell, path, name, seeds, count, options):
    usual = ["-rss_limit_mb=2560", "-timeout=25", *options]
    dictionary = "-dict=" + path + ".dict"
    output = start(cell, name, [path, *usual, dictionary, "-seed=1337", "-runs=4"])
    if "Done 4 runs" not in output or "no interesting inputs were found" in output:
        cell.problem(f"{name}: does not start on the empty corpus")
    # Every seed must be accepted: a rejected one is not in the corpus.
    output = start(cell, name, [path, *usual, "-runs=0", "-keep_seed=1", seeds], extra={"LLVM_PROFILE_FILE": "/dev/null"})
    initiated = re.search(r"INITED.*?cov: (\d+).*?corp: (\d+)/", output)
    if not initiated:
        cell.problem(f"{name}: does not start on its seeds")
    elif int(initiated[2]) < count:
        cell.problem(f"{name}: rejects {count - int(initiated[2])} of its {count} seeds")
    elif int(initiated[1]) < 100 and cell.sanitizer != "coverage":
        cell.problem(f"{name}: only {initiated[1]} edges")


def start_afl(cell, path, name, seeds, count, options):
    with tempfile.TemporaryDirectory(prefix="emulate-afl-") as scratch:
        output = start(cell, name, ["afl-showmap", "-q", "-C", "-i", seeds, "-o", scratch + "/map", "-m", "none", "--", path],
                            extra={"AFL_MAP_SIZE": "100000", "AFL_NO_AFFINITY": "1", "ASAN_OPTIONS": AFL_ASAN})
        tuples = 0
        if os.path.exists(scratch + "/map"):
            with open(scratch + "/map", "rb") as file:
                tuples = file.read().count(b"\n")
        if tuples < 100:
            cell.problem(f"{name}: {tuples} edges under afl-showmap: {output[-200:]}")


def start_honggfuzz(cell, path, name, seeds, count, options):
    if MARKER not in run(["nm", path]):
        cell.problem(f"{name}: not linked with $LIB_FUZZING_ENGINE")
        return
    files = sorted(os.path.join(seeds, entry) for entry in os.listdir(seeds))
    output = start(cell, name, [path, *files])
    ran = re.search(r"(\d+) inputs, (\d+) edges", output)
    if ran and int(ran[2]) < 100:
        cell.problem(f"{name}: only {ran[2]} edges")


def check_coverage(cell, folder, name):
    with tempfile.TemporaryDirectory(prefix="emulate-cov-") as scratch:
        seeds, out = scratch + "/seeds", scratch + "/out"
        os.mkdir(seeds), os.mkdir(out)
        unpack_seeds(cell, folder, name, seeds)
        start(cell, name, [os.path.join(folder, name), "-merge=1", "-timeout=100", out, seeds],
                   extra={"LLVM_PROFILE_FILE": scratch + "/%1m.profraw"})
        run(["llvm-profdata-19", "merge", "-sparse", *glob.glob(scratch + "/*.profraw"), "-o", scratch + "/all"])
        report = run(["llvm-cov-19", "report", os.path.join(folder, name), "-instr-profile=" + scratch + "/all"])
        total = re.search(r"^TOTAL.*", report, re.M)
        if not total or " 0.00%" in total[0][:60]:
            cell.problem(f"{name}: no coverage: {total and total[0]}")


def check_afl_fuzz(cell, folder, name):
    with tempfile.TemporaryDirectory(prefix="emulate-afl-") as scratch:
        os.mkdir(scratch + "/in")
        with open(scratch + "/in/seed", "w") as file:
            file.write("seed")
        extra = {"AFL_NO_UI": "1", "AFL_SKIP_CPUFREQ": "1", "AFL_NO_AFFINITY": "1", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",
                 "AFL_MAP_SIZE": "100000", "ASAN_OPTIONS": AFL_ASAN, "AFL_NO_STARTUP_CALIBRATION": "1"}
        output = start(cell, name, ["afl-fuzz", "-V", "5", "-m", "none", "-i", scratch + "/in", "-o", scratch + "/out", "--",
                                   os.path.join(folder, name)], extra=extra)
        if "All set and ready to roll" not in output:
            cell.problem(f"{name}: afl-fuzz does not start")


START = {"libfuzzer": start_libfuzzer, "afl": start_afl, "honggfuzz": start_honggfuzz}
