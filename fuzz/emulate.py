#!/usr/bin/env python3
"""The contract of OSS-Fuzz, without Docker: builds by fuzz/ossfuzz_build.sh as the clusters call it, and checks what is in $OUT.

    fuzz/emulate.py [CELL...]      these cells, by default all of CELLS
    fuzz/emulate.py --faults       plants each of FAULTS in a copy of the source and wants the checks to see it

Checked is what OSS-Fuzz's test_all.py and bad_build_check look at (names, engine, sanitizer calls, architecture, edges, start-up in a
moved read-only folder) and what they forget: companions of each target, seeds that the target rejects, shared libraries that the
runner's image lacks, stray files. Not emulated: honggfuzz's and Centipede's run time, MemorySanitizer (needs an instrumented standard
library), the images themselves.

Needs clang-19, libclang-rt-19-dev, llvm-19, afl++, libc++-19-dev, libc++abi-19-dev, cmake, ninja, zip (`./dev fuzz` installs them).
Exit status 0 when every cell passes (and every fault is caught), else 1.
"""

import argparse
import concurrent.futures
import configparser
import glob
import os
import re
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMMON = "-O1 -fno-omit-frame-pointer -gline-tables-only -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION"
UNDEFINED = ("array-bounds,bool,builtin,enum,function,integer-divide-by-zero,null,object-size,return,returns-nonnull-attribute,shift,"
             "signed-integer-overflow,unsigned-integer-overflow,unreachable,vla-bound,vptr")
SANITIZERS = {
    "address": "-fsanitize=address -fsanitize-address-use-after-scope",
    "undefined": f"-fsanitize={UNDEFINED} -fno-sanitize-recover={UNDEFINED.replace('unsigned-integer-overflow,', '')}",
    "coverage": "-fprofile-instr-generate -fcoverage-mapping -pthread -Wl,--no-as-needed -Wl,-ldl -Wl,-lm",
}
ENGINES = {
    "libfuzzer": "-fsanitize=fuzzer-no-link",
    # What afl-clang-fast does, by the recipe of ClusterFuzz for another clang: Debian's afl++ comes with clang 14.
    "afl": "-fsanitize-coverage=trace-pc-guard",
    # -stdlib=libc++ as in the image, where a mixture of standard libraries would not link.
    "honggfuzz": "-fsanitize-coverage=trace-pc-guard,indirect-calls,trace-cmp -stdlib=libc++",
}
CELLS = ["libfuzzer-address", "libfuzzer-undefined", "libfuzzer-coverage", "afl-address", "honggfuzz-address"]
# In the runner's image, plus the standard library that its static one stands for.
LIBRARIES = re.compile(r"^(linux-vdso|libc|libm|libdl|libpthread|librt|libgcc_s|libresolv|libstdc\+\+|libc\+\+|libc\+\+abi|libunwind|ld-linux.*)\.so")
RUN_ENV = {
    "PATH": os.environ["PATH"],
    "ASAN_OPTIONS": "handle_abort=1:handle_sigill=1:quarantine_size_mb=10:detect_stack_use_after_return=1:allow_user_segv_handler=0",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=0:silence_unsigned_overflow=1",
}
MARKER = "overmatch_emulated_engine"

# An engine in the shape of an archive: a main that runs files, and the callbacks of its instrumentation.
ARCHIVE_ENGINE = r"""
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *overmatch_emulated_engine = "overmatch_emulated_engine";
static size_t edges;
void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, uint32_t *stop) { edges += (size_t)(stop - start); }
void __sanitizer_cov_trace_pc_guard(uint32_t *guard) { (void)guard; }
void __sanitizer_cov_trace_pc_indir(uintptr_t callee) { (void)callee; }
void __sanitizer_cov_trace_cmp1(uint8_t a, uint8_t b) { (void)a; (void)b; }
void __sanitizer_cov_trace_cmp2(uint16_t a, uint16_t b) { (void)a; (void)b; }
void __sanitizer_cov_trace_cmp4(uint32_t a, uint32_t b) { (void)a; (void)b; }
void __sanitizer_cov_trace_cmp8(uint64_t a, uint64_t b) { (void)a; (void)b; }
void __sanitizer_cov_trace_const_cmp1(uint8_t a, uint8_t b) { (void)a; (void)b; }
void __sanitizer_cov_trace_const_cmp2(uint16_t a, uint16_t b) { (void)a; (void)b; }
void __sanitizer_cov_trace_const_cmp4(uint32_t a, uint32_t b) { (void)a; (void)b; }
void __sanitizer_cov_trace_const_cmp8(uint64_t a, uint64_t b) { (void)a; (void)b; }
void __sanitizer_cov_trace_switch(uint64_t value, uint64_t *cases) { (void)value; (void)cases; }
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most) {
  (void)data; (void)size; (void)most;
  fputs("LLVMFuzzerMutate: fatal here\n", stderr);
  abort();
}
int main(int argc, char **argv) {
  int inputs = 0;
  for (int i = 1; i < argc; ++i, ++inputs) {
    static uint8_t buffer[1 << 20];
    FILE *file = fopen(argv[i], "rb");
    if (file == NULL) return 2;
    size_t size = fread(buffer, 1, sizeof buffer, file);
    fclose(file);
    uint8_t *exact = malloc(size ? size : 1);
    for (size_t at = 0; at < size; ++at) exact[at] = buffer[at];
    int result = LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    if (result != 0) {
      printf("%s: returned '%d' instead of '0'\n", argv[i], result);
      return 3;
    }
  }
  printf("%s: %d inputs, %zu edges\n", overmatch_emulated_engine, inputs, edges);
  return 0;
}
"""


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
            code = os.path.join(self.where, "engine.c")
            with open(code, "w") as file:
                file.write(ARCHIVE_ENGINE)
            run(["clang-19", "-O1", "-c", code, "-o", code[:-2] + ".o"])
            run(["ar", "rcs", archive, code[:-2] + ".o"])
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

    def check(self):
        targets = self.check_names()
        if not targets:
            return
        with tempfile.TemporaryDirectory(prefix="emulate-") as elsewhere:
            # Another place than at build time, read-only, another working directory, an empty environment.
            moved = os.path.join(elsewhere, "moved")
            shutil.copytree(self.out, moved)
            for entry in os.listdir(moved):
                os.chmod(os.path.join(moved, entry), 0o555)
            os.chmod(moved, 0o555)
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(lambda name: self.check_target(moved, name), targets))
            if self.sanitizer == "coverage":
                self.check_coverage(moved, targets[0])
            if self.engine == "afl":
                self.check_afl_fuzz(moved, targets[0])
            os.chmod(moved, 0o755)
            for entry in os.listdir(moved):
                os.chmod(os.path.join(moved, entry), 0o755)

    # --- What is in $OUT -----------------------------------------------------------------------------------------------------

    def check_names(self):
        entries = sorted(os.listdir(self.out))
        targets = []
        for entry in entries:
            path = os.path.join(self.out, entry)
            with open(path, "rb") as file:
                content = file.read()
            if os.stat(path).st_mode & stat.S_IXUSR and content.startswith(b"\x7fELF"):
                if not re.fullmatch(r"[A-Za-z0-9_-]+_fuzzer", entry):
                    self.problem(f"{entry}: no name of a fuzz target")
                elif b"LLVMFuzzerTestOneInput" not in content:
                    self.problem(f"{entry}: no fuzz target by its content")
                else:
                    targets.append(entry)
        wanted = {self.only} if self.only else {os.path.basename(file)[:-3] for file in glob.glob(self.source + "/fuzz/targets/*_fuzzer.cc")}
        if self.engine == "honggfuzz" and not os.path.exists(os.path.join(os.path.dirname(self.source), "re2")):
            wanted = {name for name in wanted if not name.startswith("regex_")}  # Debian's RE2 is of the other standard library
        if set(targets) != wanted:
            self.problem(f"targets are {', '.join(targets) or 'none'}; wanted: {', '.join(sorted(wanted))}")
        known = {target + end for target in targets for end in ("", "_seed_corpus.zip", ".dict", ".options")}
        for stray in sorted(set(entries) - known):
            self.problem(f"{stray}: belongs to no target")
        for missing in sorted(known - set(entries)):
            self.problem(f"{missing}: missing")
        return targets

    # --- One target ----------------------------------------------------------------------------------------------------------

    def check_target(self, folder, name):
        path = os.path.join(folder, name)
        for line in run(["ldd", path]).splitlines():
            library = line.split()[0]
            if not LIBRARIES.match(os.path.basename(library)):
                self.problem(f"{name}: needs {library}, which the runner lacks")
        if "x86-64" not in run(["file", "-b", path]):
            self.problem(f"{name}: wrong architecture")
        self.check_sanitizer(path, name)
        options = self.check_options(folder, name)
        with tempfile.TemporaryDirectory(prefix="emulate-seeds-") as seeds:
            count = self.unpack_seeds(folder, name, seeds)
            getattr(self, "start_" + self.engine)(path, name, seeds, count, options)

    def check_sanitizer(self, path, name):
        """As bad_build_check: how often which sanitizer's run time is called."""
        code = run(["objdump", "-d", "--no-show-raw-insn", path])
        calls = {each: len(re.findall(r"call.*<__%s" % each, code)) for each in ("asan", "ubsan", "msan", "llvm_profile")}
        if self.sanitizer == "address" and calls["asan"] < 1000:
            self.problem(f"{name}: not compiled for AddressSanitizer ({calls['asan']} calls)")
        if self.sanitizer == "address" and calls["ubsan"] > 200:
            self.problem(f"{name}: mixes UndefinedBehaviorSanitizer in ({calls['ubsan']} calls)")
        if self.sanitizer == "undefined" and calls["ubsan"] < 168:
            self.problem(f"{name}: not compiled for UndefinedBehaviorSanitizer ({calls['ubsan']} calls)")
        if self.sanitizer != "address" and calls["asan"] > 0:
            self.problem(f"{name}: mixes AddressSanitizer in")
        if calls["msan"] > 3:
            self.problem(f"{name}: mixes MemorySanitizer in")
        if self.sanitizer == "coverage" and "__llvm_profile" not in run(["nm", path]):
            self.problem(f"{name}: not compiled for coverage")

    def check_options(self, folder, name):
        options = configparser.ConfigParser()
        try:
            options.read(os.path.join(folder, name + ".options"))
            return [f"-{key}={value}" for key, value in options["libfuzzer"].items()]
        except (configparser.Error, KeyError) as error:
            self.problem(f"{name}.options: {error}")
            return []

    def unpack_seeds(self, folder, name, into):
        try:
            with zipfile.ZipFile(os.path.join(folder, name + "_seed_corpus.zip")) as archive:
                archive.extractall(into)
        except (OSError, zipfile.BadZipFile) as error:
            self.problem(f"{name}_seed_corpus.zip: {error}")
        return len(os.listdir(into))

    def start(self, name, command, seconds=120, extra=None):
        done = subprocess.run(command, cwd="/", env={**RUN_ENV, **(extra or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds)
        output = done.stdout.decode(errors="replace")
        if done.returncode != 0:
            reason = [line for line in output.splitlines() if re.search(r"ERROR|returned|overmatch:|no interesting", line)][:2]
            self.problem(f"{name}: exit status {done.returncode} of {' '.join(command[1:])[:60]}: {' | '.join(reason) or output[-200:]}")
        return output

    def start_libfuzzer(self, path, name, seeds, count, options):
        usual = ["-rss_limit_mb=2560", "-timeout=25", *options]
        dictionary = "-dict=" + path + ".dict"
        output = self.start(name, [path, *usual, dictionary, "-seed=1337", "-runs=4"])
        if "Done 4 runs" not in output or "no interesting inputs were found" in output:
            self.problem(f"{name}: does not start on the empty corpus")
        # Every seed must be taken: a rejected one is not in the corpus.
        output = self.start(name, [path, *usual, "-runs=0", "-keep_seed=1", seeds], extra={"LLVM_PROFILE_FILE": "/dev/null"})
        initiated = re.search(r"INITED.*?cov: (\d+).*?corp: (\d+)/", output)
        if not initiated:
            self.problem(f"{name}: does not start on its seeds")
        elif int(initiated[2]) < count:
            self.problem(f"{name}: rejects {count - int(initiated[2])} of its {count} seeds")
        elif int(initiated[1]) < 100 and self.sanitizer != "coverage":
            self.problem(f"{name}: only {initiated[1]} edges")

    def start_afl(self, path, name, seeds, count, options):
        with tempfile.TemporaryDirectory(prefix="emulate-afl-") as scratch:
            output = self.start(name, ["afl-showmap", "-q", "-C", "-i", seeds, "-o", scratch + "/map", "-m", "none", "--", path],
                                extra={"AFL_MAP_SIZE": "100000", "AFL_NO_AFFINITY": "1", "ASAN_OPTIONS": AFL_ASAN})
            tuples = 0
            if os.path.exists(scratch + "/map"):
                with open(scratch + "/map", "rb") as file:
                    tuples = file.read().count(b"\n")
            if tuples < 100:
                self.problem(f"{name}: {tuples} edges under afl-showmap: {output[-200:]}")

    def start_honggfuzz(self, path, name, seeds, count, options):
        if MARKER not in run(["nm", path]):
            self.problem(f"{name}: not linked with $LIB_FUZZING_ENGINE")
            return
        files = sorted(os.path.join(seeds, entry) for entry in os.listdir(seeds))
        output = self.start(name, [path, *files])
        ran = re.search(r"(\d+) inputs, (\d+) edges", output)
        if ran and int(ran[2]) < 100:
            self.problem(f"{name}: only {ran[2]} edges")

    def check_coverage(self, folder, name):
        with tempfile.TemporaryDirectory(prefix="emulate-cov-") as scratch:
            seeds, out = scratch + "/seeds", scratch + "/out"
            os.mkdir(seeds), os.mkdir(out)
            self.unpack_seeds(folder, name, seeds)
            self.start(name, [os.path.join(folder, name), "-merge=1", "-timeout=100", out, seeds],
                       extra={"LLVM_PROFILE_FILE": scratch + "/%1m.profraw"})
            run(["llvm-profdata-19", "merge", "-sparse", *glob.glob(scratch + "/*.profraw"), "-o", scratch + "/all"])
            report = run(["llvm-cov-19", "report", os.path.join(folder, name), "-instr-profile=" + scratch + "/all"])
            total = re.search(r"^TOTAL.*", report, re.M)
            if not total or " 0.00%" in total[0][:60]:
                self.problem(f"{name}: no coverage: {total and total[0]}")

    def check_afl_fuzz(self, folder, name):
        with tempfile.TemporaryDirectory(prefix="emulate-afl-") as scratch:
            os.mkdir(scratch + "/in")
            with open(scratch + "/in/seed", "w") as file:
                file.write("seed")
            extra = {"AFL_NO_UI": "1", "AFL_SKIP_CPUFREQ": "1", "AFL_NO_AFFINITY": "1", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",
                     "AFL_MAP_SIZE": "100000", "ASAN_OPTIONS": AFL_ASAN, "AFL_NO_STARTUP_CALIBRATION": "1"}
            output = self.start(name, ["afl-fuzz", "-V", "5", "-m", "none", "-i", scratch + "/in", "-o", scratch + "/out", "--",
                                       os.path.join(folder, name)], extra=extra)
            if "All set and ready to roll" not in output:
                self.problem(f"{name}: afl-fuzz does not start")


AFL_ASAN = "abort_on_error=1:symbolize=0:detect_leaks=0:quarantine_size_mb=10"


def cost(start, before):
    """Seconds, and CPU seconds of all children: the machine may be busy."""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return f"{time.monotonic() - start:.0f} s, {after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:.0f} CPU s"


def run(command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode(errors="replace")


def replace_in(path, old, new):
    """Plants a fault; a text that is not there any more would make the control pass for nothing."""
    with open(path) as file:
        text = file.read()
    if old not in text:
        sys.exit(f"emulate: the fault's place is gone from {path}: {old}")
    with open(path, "w") as file:
        file.write(text.replace(old, new))


# Name: (cell, file, old, new, what must be said). Each is one mistake that projects have made.
FAULTS = {
    "unset variable": ("libfuzzer-address", "fuzz/ossfuzz_build.sh", "build=$WORK/overmatch", "build=$WORK/overmatch$LDFLAGS", "unbound variable"),
    "rejected seed": ("libfuzzer-address", "fuzz/targets/properties_text_fuzzer.cc", "  return 0;\n}", "  return -1;\n}", "no interesting inputs|does not start on its seeds|rejects"),
    "wrong zip name": ("libfuzzer-address", "fuzz/ossfuzz_build.sh", "${name}_seed_corpus.zip", "${name}.zip", "belongs to no target"),
    "shared library": ("libfuzzer-address", "fuzz/only.cmake", "libpcre2-8.a", "libpcre2-8.so", "which the runner lacks"),
    "hard-coded engine": ("honggfuzz-address", "fuzz/ossfuzz_build.sh", '"$LIB_FUZZING_ENGINE"', "-fsanitize=fuzzer", r"not linked with \$LIB_FUZZING_ENGINE|build.sh failed: .*undefined"),
    "missing flags": ("libfuzzer-address", "fuzz/ossfuzz_build.sh", '-DCMAKE_CXX_FLAGS="$CXXFLAGS"', '-DCMAKE_CXX_FLAGS=-O0', "not compiled for AddressSanitizer"),
}


def copy_source(to):
    """The files under version control, but for the real trees, as a Dockerfile's COPY or git clone gives them."""
    shutil.rmtree(to, ignore_errors=True)
    files = run(["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard"]).splitlines()
    for file in files:
        if file.startswith("corpus/trees/") or not os.path.isfile(os.path.join(ROOT, file)):
            continue
        os.makedirs(os.path.dirname(os.path.join(to, file)), exist_ok=True)
        shutil.copy2(os.path.join(ROOT, file), os.path.join(to, file))


def emulate(names, where):
    failed = False
    source = os.path.join(where, "src", "overmatch")
    copy_source(source)
    for name in names:
        start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        cell = Cell(name, os.path.join(where, name), source)
        os.makedirs(cell.where, exist_ok=True)
        cell.build()
        if not cell.problems:
            cell.check()
        print(f"{name}: {'PASS' if not cell.problems else 'FAIL'} ({cost(start, before)})", flush=True)
        for problem in cell.problems:
            print(f"  {problem}", flush=True)
        failed = failed or bool(cell.problems)
    return not failed


def plant_faults(names, where):
    """Each fault in the built cell of its name: only what the fault changes is built again."""
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
        if name in ("missing flags", "shared library"):  # another configuration: its own build folder
            cell.work = os.path.join(where, "faulty-work")
            shutil.rmtree(cell.work, ignore_errors=True)
            if name == "shared library":
                shutil.copytree(os.path.join(where, cell_name, "work"), cell.work)
                for cache in glob.glob(cell.work + "/overmatch/CMakeCache.txt"):
                    os.remove(cache)
        replace_in(path, old, new)
        for stale in glob.glob(cell.work + "/overmatch/fuzz/targets/*_fuzzer"):
            os.remove(stale)
        cell.build()
        if not cell.problems:
            cell.check()
        with open(path, "w") as whole:
            whole.write(text)
        caught = any(re.search(says, problem) for problem in cell.problems)
        print(f"fault \"{name}\" in {cell_name}: {'caught' if caught else 'MISSED'} ({cost(start, before)})", flush=True)
        for problem in cell.problems[:2]:
            print(f"  {problem}", flush=True)
        missed = missed or not caught
    return not missed


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
        passed = plant_faults(list(FAULTS), where) and passed
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
