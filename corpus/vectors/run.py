# SPDX-License-Identifier: Apache-2.0
"""Runs conformance vectors against a matcher, for any Python: python3 run.py MODULE:FUNCTION FILE.jsonl...

FUNCTION(mode, patterns, modules) returns the selected modules, or raises ValueError for patterns that it rejects. Of a list with labels
FUNCTION(mode, patterns, modules, labels, order) returns a label for each module, or None. Exit status: 0 when it is right about all
vectors, 1 when it is not, and then a line for each that it gets wrong.
"""

import importlib
import json
import sys


def ask(matcher, vector):
    lists = vector["mode"], vector["patterns"], vector["modules"]
    try:
        if "labels" in vector:
            return list(matcher(*lists, vector["labels"], vector["order"]))
        chosen = set(matcher(*lists))
        return [module for module in vector["modules"] if module in chosen]
    except ValueError:
        return "rejected"


def run(matcher, files):
    wrong = total = 0
    for file in files:
        with open(file, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                vector = json.loads(line)
                answer = ask(matcher, vector)
                total += 1
                if answer != vector["expected"]:
                    wrong += 1
                    print(f"{file}:{number}: {vector['about']['guards']}: {answer!r:.200} instead of {vector['expected']!r:.200}")
    print(f"{wrong} of {total} vectors wrong")
    return wrong > 0 or total == 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    module, _, function = sys.argv[1].partition(":")
    sys.path.insert(0, ".")
    sys.exit(run(getattr(importlib.import_module(module), function), sys.argv[2:]))
