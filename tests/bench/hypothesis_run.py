# SPDX-License-Identifier: Apache-2.0
"""Hypothesis beside overmatch, on the planted plugin: bugs found, shrinking, speed. Prints JSON Lines as overmatch_bench does.

Each run is a process of its own, forked from this one, so that the subject is fresh and its crash or hang is a failure found.
The bugs come as JSON Lines on standard input (`overmatch_bench list`).
"""

import argparse
import json
import mmap
import os
import resource
import signal
import struct
import sys
import time

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

from plugin import Subject
from strategies import CONTENDERS, with_labels

CALL_SECONDS = 0.25  # of CPU that one call may take, as overmatch_bench has it
MEMORY = 1 << 30  # of address space; Python itself takes half of that
ENDLESS = 10**9  # examples


class Shared:
    """What a child tells its parent while it lives: cases tried, CPU seconds, and since when it has been in a call."""

    LAYOUT = struct.Struct("Qdd")

    def __init__(self):
        self.memory = mmap.mmap(-1, self.LAYOUT.size)

    def write(self, cases, now, since):
        self.LAYOUT.pack_into(self.memory, 0, cases, now, since)

    def read(self):
        return self.LAYOUT.unpack_from(self.memory, 0)


def cpu_of(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def in_child(work):
    """Runs work(shared) in a child; returns (its result or None if it died, what it shared)."""
    shared = Shared()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            result = work(shared)
            os.write(writing, json.dumps(result).encode())
            status = 0
        except BaseException as error:  # the parent tells the difference by the status; this is for people
            print(f"hypothesis_run: {type(error).__name__}: {error}", file=sys.stderr)
            status = 3
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as results:
        while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            time.sleep(0.002)
            _, _, since = shared.read()
            if since > 0 and cpu_of(child) - since > CALL_SECONDS:
                os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        text = results.read()
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 3:
        raise SystemExit("hypothesis_run: a contender failed, see above")
    return (json.loads(text) if text else None), shared.read()


def configure(examples, phases):
    return settings(
        max_examples=examples,
        phases=phases,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        print_blob=False,
        report_multiple_bugs=False,
    )


class Ended(BaseException):
    """The time is over, or the bug is found: nothing more is asked."""


def warm_up(modes):
    """Hypothesis builds its tables of Unicode once a process: nobody's search should pay for it."""
    for contender in CONTENDERS.values():
        for mode in sorted(modes):
            seed(0)(configure(5, (Phase.generate,))(given(contender(mode))(lambda case: None)))()


def is_labelled(bug):
    return bug.get("order", "any") != "any"


def subject_of(bug, libraries):
    plugin, labelled_plugin, oracle = libraries
    library = labelled_plugin if is_labelled(bug) else plugin
    return Subject(library, oracle, bug["bug"], bug["mode"], bug["about_empty"], bug.get("order", "any"))


def cases_for(bug, contender):
    cases = CONTENDERS[contender](bug["mode"])
    return with_labels(cases, bug["mode"]) if is_labelled(bug) else cases


def find(bug, contender, number, seconds, libraries):
    def work(shared):
        subject = subject_of(bug, libraries)
        start = time.process_time()
        state = {"cases": 0}

        @seed(number)
        @configure(ENDLESS, (Phase.generate,))
        @given(cases_for(bug, contender))
        def test(case):
            now = time.process_time()
            if now - start >= seconds:
                raise Ended
            state["cases"] += 1
            shared.write(state["cases"], now - start, now)
            wrong = subject.is_wrong(*case)
            shared.write(state["cases"], now - start, 0)
            if wrong:
                state["found"] = time.process_time() - start
                raise Ended

        try:
            test()
        except Ended:
            pass
        return {"found": "found" in state, "cases": state["cases"], "seconds": state.get("found", time.process_time() - start)}

    result, (cases, now, _) = in_child(work)
    return result or {"found": True, "cases": cases, "seconds": now}


def shrink(bug, contender, number, seconds, libraries):
    def work(shared):
        subject = subject_of(bug, libraries)
        start = time.process_time()
        state = {"evaluations": 0, "failed": None, "found": None}
        reached = {}

        @seed(number)
        @configure(ENDLESS, (Phase.generate, Phase.shrink))
        @given(cases_for(bug, contender))
        def test(case):
            if state["found"] is None and time.process_time() - start >= seconds:
                raise Ended
            if state["found"] is not None:
                state["evaluations"] += 1
            if subject.is_wrong(*case):
                if state["found"] is None:
                    state["found"] = time.process_time()
                state["failed"] = case
                reached.setdefault(repr(case), state["evaluations"])
                raise AssertionError

        try:
            test()
        except (AssertionError, Ended):
            pass
        if state["found"] is None:
            return {"found": False}
        patterns, modules = state["failed"][:2]
        return {
            "found": True,
            "evaluations": reached[repr(state["failed"])],
            "evaluations_in_all": state["evaluations"],
            "seconds": time.process_time() - state["found"],
            "patterns": patterns,
            "modules": modules,
        }

    result, _ = in_child(work)
    return result or {"found": False}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["find", "shrink"])
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--labelled-plugin", default="")
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--first-seconds", type=float)
    parser.add_argument("--contender", action="append", choices=list(CONTENDERS))
    arguments = parser.parse_args()
    run = find if arguments.what == "find" else shrink
    bugs = [json.loads(line) for line in sys.stdin]
    warm_up({bug["mode"] for bug in bugs})
    for bug in bugs:
        for number in range(1, arguments.seeds + 1):
            seconds = arguments.first_seconds if number == 1 and arguments.first_seconds else arguments.seconds
            for contender in arguments.contender or CONTENDERS:
                result = run(bug, contender, number, seconds, (arguments.plugin, arguments.labelled_plugin, arguments.oracle))
                facts = {
                    "bug": bug["bug"],
                    "mode": bug["mode"],
                    "theme": bug.get("theme", ""),
                    "contender": contender,
                    "seed": number,
                }
                print(json.dumps({**facts, "limit": seconds, **result}), flush=True)


if __name__ == "__main__":
    main()
