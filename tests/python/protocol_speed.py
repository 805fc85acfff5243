# SPDX-License-Identifier: Apache-2.0
"""How much of a Python matcher's speed the command protocol leaves.

    protocol_speed.py OVERMATCH [ROUNDS]

Runs `overmatch check` of agreement (the exhaustive small cases and the real trees: questions of some hundred modules, many on their
way at once) on a matcher behind the protocol, writes its questions down, and puts the same questions to the same matcher in a plain
loop. The matcher speaks the protocol in two ways: as a user's own ten lines, and by `overmatch.serve`, where the Python that runs
this has the package.

Prints verdicts a second, one verdict a question and module: by the clock, and by the CPU time of both processes together, which
is the worst that two free cores can give and does not mind a busy machine so much. All of `overmatch check` is counted; the last
column leaves out what the same check costs with the reference linked in, which is what generating and judging take. The best of
three rounds. Not a test.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time


def matcher(patterns, modules):
    return [any(module == pattern or module.endswith("." + pattern) for pattern in patterns) for module in modules]


def serve(record):
    file = open(record, "w", encoding="utf-8") if record else None
    for line in sys.stdin:
        if file:
            file.write(line)
        question = json.loads(line)
        flags = matcher(question["patterns"], question["modules"])
        print(json.dumps({"id": question["id"], "selected": [at for at, flag in enumerate(flags) if flag]}), flush=True)


def check(binary, *subject):
    """Seconds by the clock, and of CPU."""
    arguments = [binary, "check", *subject, "--mode", "segment", "--property", "agreement", "--cases", "20", "--save", ""]
    begin = time.perf_counter(), cpu_of_children()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin[0], cpu_of_children() - begin[1]


def cpu_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def loop(questions):
    begin = time.perf_counter(), time.process_time()
    for question in questions:
        matcher(question["patterns"], question["modules"])
    return time.perf_counter() - begin[0], time.process_time() - begin[1]


def best(rounds, measure):
    """Of each of the two times on its own."""
    return tuple(min(times) for times in zip(*(measure() for _ in range(rounds)), strict=True))


def has_package():
    return subprocess.run([sys.executable, "-c", "import overmatch.serve"], capture_output=True).returncode == 0


def main(binary, rounds=3):
    file = os.path.abspath(__file__)
    ways = {"a program of ten lines": f"exec {sys.executable} {file} --serve"}
    if has_package():
        folder, name = os.path.split(file)
        ways["overmatch.serve"] = f"cd {folder} && exec {sys.executable} -m overmatch.serve {name.removesuffix('.py')}:matcher"
    else:
        print(f"left out: overmatch.serve ({sys.executable} has no package overmatch)")
    with tempfile.TemporaryDirectory() as folder:
        record = os.path.join(folder, "questions.jsonl")
        check(binary, "--command", f"exec {sys.executable} {file} --serve {record}")
        with open(record, encoding="utf-8") as lines:
            questions = [json.loads(line) for line in lines]
    verdicts = sum(len(question["modules"]) for question in questions)
    near = best(rounds, lambda: loop(questions))
    own = best(rounds, lambda: check(binary, "--builtin", "segment"))
    print(f"{len(questions):,} questions, {verdicts:,} verdicts a run; verdicts a second, and the part of the loop's:")
    print(f"{'':26}{'':14}{'all of check':>22}{'the protocol alone':>24}")
    print(f"{'a loop':26}{'by the clock':14}{verdicts / near[0]:14,.0f}\n{'':26}{'by CPU time':14}{verdicts / near[1]:14,.0f}")
    for way, command in ways.items():
        far = best(rounds, lambda command=command: check(binary, "--command", command))
        for what, plain, whole, linked in zip(("by the clock", "by CPU time"), near, far, own, strict=True):
            alone = whole - linked
            print(f"{way:26}{what:14}{verdicts / whole:14,.0f}{plain / whole:8.2f}{verdicts / alone:16,.0f}{plain / alone:8.2f}")
            way = ""


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve("".join(sys.argv[2:]))
    else:
        main(sys.argv[1], *map(int, sys.argv[2:]))
