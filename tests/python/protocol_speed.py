"""How much of a Python matcher's speed the command protocol leaves.

    protocol_speed.py OVERMATCH

Runs `overmatch check` of agreement (the exhaustive small cases and the real trees: questions of some hundred modules, many on their
way at once) on a matcher behind the protocol, writes its questions down, and puts the same questions to the same matcher in a plain
loop. Prints verdicts a second, one verdict a question and module. Not a test: a busy machine says anything.
"""

import json
import os
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
    begin = time.perf_counter()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        record = os.path.join(folder, "questions.jsonl")
        check(binary, record)
        with open(record, encoding="utf-8") as file:
            questions = [json.loads(line) for line in file]
        verdicts = sum(len(question["modules"]) for question in questions)
        far = check(binary)
        begin = time.perf_counter()
        for question in questions:
            matcher(question["patterns"], question["modules"])
        near = time.perf_counter() - begin
    print(f"{len(questions):,} questions, {verdicts:,} verdicts: {verdicts / near:,.0f}/s in a loop, {verdicts / far:,.0f}/s in "
          f"`overmatch check` (all of its time): {near / far:.2f} of the loop's")


if len(sys.argv) > 2 and sys.argv[1] == "--serve" or sys.argv[1:] == ["--serve"]:
    serve("".join(sys.argv[2:]))
else:
    main(sys.argv[1])
