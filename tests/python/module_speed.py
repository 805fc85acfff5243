# SPDX-License-Identifier: Apache-2.0
"""What the module is worth: the cases a second of `overmatch.check`, which calls a function in this process, and of
`overmatch check --command`, which asks a long-lived process of Python (`overmatch.serve`) by the command protocol.

    module_speed.py [ROUNDS]

Runs the same search with the same right matcher in both ways, by the package that is installed for this Python, in turns. CPU time is that
of all processes together. `--builtin` is the search alone, with the reference linked in. Medians. Not a test.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time

import overmatch
import overmatch_program

CASES = 5000


def matcher(patterns, modules):
    return [any(module == pattern or module.endswith("." + pattern) for pattern in patterns) for module in modules]


def by_module():
    return overmatch.check(matcher, cases=CASES, save=None).cases


def by_program(*subject):
    arguments = [overmatch_program.program(), "check", *subject, "--mode", "segment", "--cases", str(CASES), "--no-trees", "--save", ""]
    done = subprocess.run([*arguments, "--json", "-"], check=True, capture_output=True, cwd=os.path.dirname(os.path.abspath(__file__)))
    return json.loads(done.stdout)["cases"]


def by_command():
    return by_program("--command", f"exec {sys.executable} -m overmatch.serve module_speed:matcher")


def by_reference():
    return by_program("--builtin", "segment")


WAYS = {"overmatch.check": by_module, "--command": by_command, "--builtin": by_reference}


def cpu():
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def measured(way):
    """Cases, and seconds of CPU and by the clock."""
    begin = cpu(), time.perf_counter()
    return way(), cpu() - begin[0], time.perf_counter() - begin[1]


def main(rounds=5):
    runs = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, way in WAYS.items():
            runs[name].append(measured(way))
    print(f"{'':18}{'cases':>8}{'CPU s':>8}{'cases/s':>10}{'clock s':>10}{'cases/s':>10}")
    for name, rows in runs.items():
        cases, used, passed = map(statistics.median, zip(*rows))
        print(f"{name:18}{cases:8,}{used:8.2f}{cases / used:10,.0f}{passed:10.2f}{cases / passed:10,.0f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
