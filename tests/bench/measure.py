# SPDX-License-Identifier: Apache-2.0
"""Runs the programs that measure, and says on which machine."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
HYPOTHESIS = ("Hypothesis, naive", "Hypothesis, careful")  # as strategies.py names them


class Tools:
    """Where the programs of a build are. `python` is one with Hypothesis, or "" to do without."""

    def __init__(self, build, python):
        self.build = Path(build)
        self.python = python
        self.programs = self.build / "tests" / "bench"
        self.plugin, self.labelled_plugin = map(self.library, ("overmatch_planted_plugin.so", "overmatch_planted_labelled_plugin.so"))
        # Hypothesis keeps a table of Unicode there; its database of examples is switched off.
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(self.build.parent / "bench" / "hypothesis")

    def library(self, name):
        """A shared object of the tests, or of the benchmarks where the tests are not built."""
        here = self.build / "tests" / name
        return here if here.exists() else self.programs / name

    def bench(self, *arguments):
        """The command line of overmatch_bench, which measures in process."""
        return [str(self.programs / "overmatch_bench"), *map(str, arguments)]

    def hypothesis(self, what, *arguments):
        """The command line that measures Hypothesis; it reads the bugs from its standard input."""
        libraries = ["--plugin", self.plugin, "--labelled-plugin", self.labelled_plugin, "--oracle", self.programs / "overmatch_oracle.so"]
        return [self.python, "-B", str(HERE / "hypothesis_run.py"), what, *map(str, libraries), *map(str, arguments)]

    def speed(self, pattern, repetitions, seconds, file):
        """Runs Google Benchmark; returns its measurements."""
        command = [self.programs / "overmatch_speed", f"--benchmark_filter={pattern}", f"--benchmark_min_time={seconds}"]
        command += [f"--benchmark_repetitions={repetitions}", "--benchmark_enable_random_interleaving=true"]
        command += [f"--benchmark_out={file}", "--benchmark_out_format=json"]
        run([list(map(str, command))])
        return [row for row in json.loads(Path(file).read_text())["benchmarks"] if row["run_type"] == "iteration"]

    def list_bugs(self, *arguments):
        return run([self.bench("list", *arguments)])[0]


def lines_of(text):
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def run(commands, inputs=None):
    """Runs the commands side by side; returns the JSON Lines of each. One that fails ends everything."""
    processes = []
    for command in commands:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        processes.append(subprocess.Popen(command, text=True, encoding="utf-8", **pipes))
    with ThreadPoolExecutor(len(processes)) as pool:
        outputs = list(pool.map(lambda process, text: process.communicate(text), processes, inputs or [""] * len(processes)))
    for command, process, (_, errors) in zip(commands, processes, outputs):
        if process.returncode != 0:
            sys.exit(f"{errors}bench: exit status {process.returncode} from: {' '.join(command)}")
    return [lines_of(output) for output, _ in outputs]


def as_lines(objects):
    return "".join(json.dumps(one) + "\n" for one in objects)


def machine(compiler):
    processor = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    version = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    return {
        "processor": processor[0] if processor else "unknown",
        "cores": os.cpu_count(),
        "compiler": version,
        "python": sys.version.split()[0],
    }
