#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the fuzz targets on planted bugs, and their speed. Prints the tables of fuzz/README.md.

    fuzz/measure.py BUILD [--bugs N] [--seeds N] [--plugin PROGRAM PLUGIN]

BUILD is a build of the targets with the planted bugs, instrumented:
    cmake -S . -B BUILD -G Ninja -DOVERMATCH_FUZZERS_ONLY=ON -DOVERMATCH_PLANTED=ON -DCMAKE_CXX_COMPILER=clang++-19 \\
      -DCMAKE_CXX_FLAGS="-O2 -g1 -fsanitize=fuzzer-no-link" -DOVERMATCH_FUZZING_ENGINE=-fsanitize=fuzzer
With --plugin, the program's `fuzz` verb too, on the planted bugs as a plugin: tests/overmatch_planted_plugin.so of an ordinary build, or
an instrumented one, of a build by clang with CMAKE_CXX_FLAGS="-O2 -fsanitize=fuzzer-no-link". Every run starts
from an empty corpus; CPU seconds and executions are counted, never time, so that a busy machine changes little.
"""

import argparse
import configparser
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile

# One to three of each theme of src/planted, in all modes.
BUGS = """segment-no-boundary segment-underscore-boundary segment-dash-boundary segment-digit-boundary segment-boundary-if-dotted
segment-boundary-if-undotted segment-camel-boundary segment-non-alnum-boundary segment-space-boundary segment-word-boundary
segment-slash-boundary segment-non-ascii-boundary""".split()
LIMIT = 60


def cpu_seconds(command, env, limit, cwd):
    """Returns the output and the CPU seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          preexec_fn=lambda: (os.nice(5), resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.returncode, done.stdout.decode(errors="replace"), (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def shipped_options(name=""):
    """Reads the flags that a bot takes from a target's options file."""
    options = configparser.ConfigParser()
    options.read(os.path.join(os.path.dirname(os.path.abspath(__file__)), "readers.options" if name.startswith("case_file_") else "matchers.options"))
    return [f"-{key}={value}" for key, value in options["libfuzzer"].items()]


def one_target(binary, bug, seed, folder, runs=-1):
    # Symbolizing a stack takes longer than finding the bug.
    env = {**os.environ, "OVERMATCH_PLANTED": bug, "ASAN_OPTIONS": "symbolize=0", "UBSAN_OPTIONS": "symbolize=0"}
    _, output, cpu = cpu_seconds([binary, f"-seed={seed}", f"-runs={runs}", *shipped_options(), "-print_final_stats=1", "-detect_leaks=0"], env, LIMIT, folder)
    found = "ASSERTION FAILED" in output or "ERROR: libFuzzer" in output
    executions = re.search(r"stat::number_of_executed_units:\s*(\d+)", output)
    if executions is None:
        numbers = re.findall(r"^#(\d+)\s", output, re.M)
        return found, int(numbers[-1]) if numbers else 0, cpu
    return found, int(executions[1]), cpu


def one_plugin(program, plugin, bug, seed, folder):
    """Measures the inputs until the first finding, and the CPU seconds with the minimal case; tries ever more inputs until it is found."""
    env = {**os.environ, "OVERMATCH_PLANTED": bug}
    total = 0.0
    for runs in (1000, 10_000, 100_000, 1_000_000):
        _, output, cpu = cpu_seconds([program, "fuzz", "--plugin", plugin, "--no-corpus", "--no-trees", "--runs", str(runs), "--seed", str(seed),
                                      "--save", f"{folder}/{runs}", "--json", "-"], env, LIMIT * 5, folder)
        total += cpu
        violations = json.loads(output[output.index("{"):]).get("violations", []) if "{" in output else []
        if violations:
            return True, min(v["found_after"] for v in violations), total
        if total > LIMIT:
            break
    return False, runs, total


def table(title, rows):
    print(f"\n{title}\n")
    print("| bug | found | executions, median (most) | CPU s, median (most) |")
    print("| --- | --- | --- | --- |")
    everything = []
    for bug, results in rows:
        executions, cpu = [r[1] for r in results], [r[2] for r in results]
        everything += cpu
        print(f"| {bug} | {sum(r[0] for r in results)}/{len(results)} | {int(statistics.median(executions)):,} ({max(executions):,}) "
              f"| {statistics.median(cpu):.2f} ({max(cpu):.2f}) |", flush=True)
    runs = [r for _, results in rows for r in results]
    print(f"\n{sum(r[0] for r in runs)} of {len(runs)} found; median {statistics.median(everything):.2f} CPU s, most {max(everything):.2f}", flush=True)


def measure(title, bugs, seeds, one):
    rows = []
    for bug in bugs:
        results = []
        for seed in range(1, seeds + 1):
            with tempfile.TemporaryDirectory(prefix="overmatch-measure-") as folder:
                results.append(one(bug, seed, folder))
        rows.append((bug, results))
    table(title, rows)
    return rows


def rate(command, runs, folder):
    """Measures executions per CPU second from an empty corpus, kept in memory."""
    _, output, cpu = cpu_seconds([*command, "-seed=1", f"-runs={runs}", "-detect_leaks=0"], os.environ, 600, folder)
    if f"Done {runs} runs" not in output:
        sys.exit(f"measure: {command[0]} did not run to its end: {output[-400:]}")
    return runs / cpu


def speed(build, executions):
    """Compares each target with an empty one, which is measured before and after it, because the speed of machines varies."""
    print("\n## Speed\n\n| target | executions per CPU s | of an empty target |\n| --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="overmatch-speed-") as folder:
        code = folder + "/empty.cc"
        with open(code, "w") as file:
            file.write("#include <cstddef>\n#include <cstdint>\nextern \"C\" int LLVMFuzzerTestOneInput(const uint8_t*, size_t) { return 0; }\n")
        subprocess.run(["clang++-19", "-O2", "-fsanitize=fuzzer", code, "-o", folder + "/empty"], check=True)
        empty = [rate([folder + "/empty"], 4_000_000, folder)]
        for name in sorted(os.listdir(build + "/fuzz/targets")):
            if not re.fullmatch(r"(properties|case_file|regex)_(text|gen)_fuzzer", name):
                continue
            each = executions if name.startswith("properties") else executions // 10
            rates = rate([os.path.join(build, "fuzz/targets", name), *shipped_options(name)], each, folder)
            empty.append(rate([folder + "/empty"], 4_000_000, folder))
            print(f"| {name} | {rates:,.0f} | {100 * rates / statistics.mean(empty[-2:]):.1f} % |", flush=True)
        print(f"| empty | {statistics.mean(empty):,.0f} | 100 % |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build")
    parser.add_argument("--bugs", help="a file of names, one a line (default: a dozen of boundaries)")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--plugin", nargs=2, metavar=("PROGRAM", "PLUGIN"))
    parser.add_argument("--executions", type=int, default=1_000_000)
    parser.add_argument("--only", choices=["text", "gen", "raw", "plugin", "speed"], action="append")
    arguments = parser.parse_args()
    bugs = BUGS
    if arguments.bugs:
        with open(arguments.bugs) as file:
            bugs = file.read().split()
    build = os.path.abspath(arguments.build)
    wanted = arguments.only or ["text", "gen", "raw", "plugin", "speed"]
    if "speed" in wanted:
        speed(build, arguments.executions)
    for form in ("text", "gen", "raw"):
        if form in wanted:
            binary = f"{build}/fuzz/targets/planted_{form}_fuzzer"
            # Without the custom mutator: at least ten times the inputs that the text target needs at most.
            runs = 100_000 if form == "raw" else -1
            measure(f"## {form}: instrumented", bugs, arguments.seeds,
                    lambda bug, seed, folder, b=binary, r=runs: one_target(b, bug, seed, folder, r))
    if arguments.plugin and "plugin" in wanted:
        program, plugin = map(os.path.abspath, arguments.plugin)
        measure(f"## overmatch fuzz: {os.path.basename(plugin)}", bugs, arguments.seeds,
                lambda bug, seed, folder: one_plugin(program, plugin, bug, seed, folder))


if __name__ == "__main__":
    main()
