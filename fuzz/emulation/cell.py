# SPDX-License-Identifier: Apache-2.0
"""Builds one engine with one sanitizer by fuzz/ossfuzz_build.sh, as the clusters do."""

import os
import re
import resource
import shutil
import subprocess
import time

from .contract import COMMON, ENGINES, ROOT, SANITIZERS


def run(command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode(errors="replace")


def cost(start, before):
    """Measures seconds, and CPU seconds of all children, because the machine may be busy."""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return f"{time.monotonic() - start:.0f} s, {after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:.0f} CPU s"


def copy_source(to):
    """Copies the files under version control without the real trees, as a Dockerfile's COPY or git clone does."""
    shutil.rmtree(to, ignore_errors=True)
    files = run(["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard"]).splitlines()
    for file in files:
        if file.startswith("corpus/trees/") or not os.path.isfile(os.path.join(ROOT, file)):
            continue
        os.makedirs(os.path.dirname(os.path.join(to, file)), exist_ok=True)
        shutil.copy2(os.path.join(ROOT, file), os.path.join(to, file))


class Cell:
    """One engine with one sanitizer: its folders, its build, its checks."""

    def __init__(self, name, where, source, only=""):
        self.name, self.only, self.source = name, only, source
        self.engine, self.sanitizer = name.split("-")
        self.where = where
        self.work, self.out = os.path.join(where, "work"), os.path.join(where, "out")
        self.problems = []

    def problem(self, text):
        self.problems.append(text)

    def engine_item(self):
        """$LIB_FUZZING_ENGINE: a flag, or the path of an archive."""
        if self.engine == "libfuzzer":
            return "-fsanitize=fuzzer"
        archive = os.path.join(self.where, "libFuzzingEngine.a")
        if os.path.exists(archive):
            os.remove(archive)
        if self.engine == "afl":
            shutil.copy("/usr/lib/afl/libAFLDriver.a", archive)
            run(["ar", "r", archive, "/usr/lib/afl/afl-compiler-rt.o"])
        else:
            code = os.path.join(os.path.dirname(os.path.abspath(__file__)), "archive_engine.c")
            engine = os.path.join(self.where, "engine.o")
            run(["clang-19", "-O1", "-c", code, "-o", engine])
            run(["ar", "rcs", archive, engine])
        return archive

    def build(self):
        os.makedirs(self.work, exist_ok=True)
        shutil.rmtree(self.out, ignore_errors=True)
        os.makedirs(self.out)
        flags = " ".join([COMMON, SANITIZERS[self.sanitizer], ENGINES[self.engine].replace("-stdlib=libc++", "")])
        env = {
            "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/tmp"), "SRC": os.path.dirname(self.source), "WORK": self.work,
            "OUT": self.out, "CC": "clang-19", "CXX": "clang++-19", "CCC": "clang++-19", "CFLAGS": flags,
            "CXXFLAGS": flags + (" -stdlib=libc++" if "libc++" in ENGINES[self.engine] else ""),
            "LIB_FUZZING_ENGINE": self.engine_item(), "FUZZING_ENGINE": self.engine, "SANITIZER": self.sanitizer,
            "ARCHITECTURE": "x86_64", "FUZZING_LANGUAGE": "c++",
        }
        env.update({name: os.environ[name] for name in os.environ if name.startswith("CCACHE_")})
        if self.only:
            env["OVERMATCH_FUZZERS"] = self.only
        log = os.path.join(self.where, "build.log")
        with open(log, "w") as file:
            done = subprocess.run(["bash", "-eux", os.path.join(self.source, ".clusterfuzzlite/build.sh")], cwd=self.source, env=env,
                                  stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            with open(log, errors="replace") as file:
                tail = [line.strip() for line in file if re.search(r"error|unbound|undefined|FAILED", line)][:3]
            self.problem(f"build.sh failed: {' | '.join(tail) or 'see ' + log}")
