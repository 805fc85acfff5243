# SPDX-License-Identifier: Apache-2.0
"""A command as a subject that takes its time: slow_matcher.py RULE SECONDS [SECONDS_LATER], RULE endswith or segment.

It tells a test what has happened, by files in its working directory: `asked` once it was asked, `wrong` once it gave an answer that
the mode segment does not, `later` once a process was asked that was started after that. Such processes sleep SECONDS_LATER. The trivial
question at the start of each process does not count: the run that asks it need not be ready for a signal yet.
"""

import json
import os
import sys
import time

rule, pause = sys.argv[1], float(sys.argv[2])
later = os.path.exists("wrong")
if later:
    pause = float(sys.argv[-1])


def selects(pattern, module):
    return module == pattern or module.endswith(pattern if rule == "endswith" else "." + pattern)


def is_right(pattern, module):
    return selects(pattern, module) == (module == pattern or module.endswith("." + pattern))


def tell(what):
    with open(what, "a", encoding="utf-8"):
        pass


questions = 0
for line in sys.stdin:
    question = json.loads(line)
    questions += "modules" in question  # else it asks what the program is
    patterns, modules = question.get("patterns", []), question.get("modules", [])
    selected = [at for at, module in enumerate(modules) if any(selects(pattern, module) for pattern in patterns)]
    time.sleep(pause)
    print(json.dumps({"id": question["id"], "selected": selected}), flush=True)
    if questions > 1:
        tell("later" if later else "asked")
    if not all(is_right(pattern, module) for pattern in patterns for module in modules):
        tell("wrong")
