"""How much of a Python matcher's speed the command protocol leaves.

    protocol_speed.py OVERMATCH

Runs `overmatch check` of agreement (the exhaustive small cases and the real trees: questions of some hundred modules, many on their
way at once) on a matcher behind the protocol, writes its questions down, and puts the same questions to the same matcher in a plain
loop. Prints verdicts a second, one verdict a question and module: by the clock, and by the CPU time of both processes together, which
is the worst that two free cores can give and does not mind a busy machine so much. Not a test.
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


def check(binary, record=""):
    command = f"exec {sys.executable} {os.path.abspath(__file__)} --serve {record}"
    arguments = [binary, "check", "--command", command, "--mode", "segment", "--property", "agreement", "--cases", "20", "--save", ""]
    begin = time.perf_counter(), cpu_of_children()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin[0], cpu_of_children() - begin[1]


def cpu_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        record = os.path.join(folder, "questions.jsonl")
        check(binary, record)
        with open(record, encoding="utf-8") as file:
            questions = [json.loads(line) for line in file]
        verdicts = sum(len(question["modules"]) for question in questions)
        far = check(binary)
        begin = time.perf_counter(), time.process_time()
        for question in questions:
            matcher(question["patterns"], question["modules"])
        near = time.perf_counter() - begin[0], time.process_time() - begin[1]
    print(f"{len(questions):,} questions, {verdicts:,} verdicts; a loop, and all of `overmatch check`:")
    for what, loop, protocol in zip(("by the clock", "by CPU time"), near, far, strict=True):
        print(f"  {what}: {verdicts / loop:,.0f}/s and {verdicts / protocol:,.0f}/s, {loop / protocol:.2f} of the loop's")


if len(sys.argv) > 2 and sys.argv[1] == "--serve" or sys.argv[1:] == ["--serve"]:
    serve("".join(sys.argv[2:]))
else:
    main(sys.argv[1])
