# SPDX-License-Identifier: Apache-2.0
"""A command that is killed, hangs, floods or answers garbage by chance must cost no finding and make none.

    OVERMATCH=build/release/overmatch OVERMATCH_SOURCE=. python3 tests/cli/soak.py SECONDS

For so long, checks a right and a wrong matcher that also misbehave, with one seed after the other, and compares with what the same
seed finds without misfortune. Not a part of `ctest`: command_test.py holds a short one. Exit status 1 at the first difference.
"""

import collections
import json
import os
import subprocess
import sys
import tempfile
import time

BINARY = os.environ["OVERMATCH"]
ODD = os.path.join(os.environ["OVERMATCH_SOURCE"], "tests/subjects/odd_command.py")


RULES = ("segment", "endswith")
RATES = (20000, 3000, 1000)  # questions to a misfortune


def check(seed, *how, log=os.devnull):
    command = f"exec {sys.executable} {ODD} {' '.join(how)}"
    arguments = [BINARY, "check", "--command", command, "--mode", "segment", "--no-trees", "--cases", "300", "--seed", str(seed),
                 "--save", "", "--json", "-", "--call-seconds", "0.2"]
    done = subprocess.run(arguments, capture_output=True, text=True, env=dict(os.environ, ODD_LOG=log))
    if done.returncode not in (0, 1):
        sys.exit(f"exit status {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def verdicts(report):
    """What it says about the rule: all but how the process died."""
    return [(v["property"], v["direction"], v["case"]) for v in report["violations"] if v["property"] != "totality"]


def main(seconds):
    end = time.monotonic() + seconds
    rounds = questions = reported = findings = 0
    calm = {rule: {} for rule in RULES}
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "misfortunes")
        while time.monotonic() < end:
            seed = rounds % 5 + 1
            for rule in RULES:
                if seed not in calm[rule]:
                    calm[rule][seed] = verdicts(check(seed, rule))
                    if bool(calm[rule][seed]) != (rule == "endswith"):
                        sys.exit(f"{rule}, seed {seed}: without misfortune it finds {calm[rule][seed]}")
                report = check(seed, rule, "worst", f"~{RATES[rounds % len(RATES)]}", log=log)
                if verdicts(report) != calm[rule][seed]:
                    print(json.dumps(report, indent=1))
                    sys.exit(f"round {rounds}, {rule}, seed {seed}: not what the same seed finds without misfortune: {calm[rule][seed]}")
                questions += report["statistics"]["calls"]
                reported += sum(v["property"] == "totality" for v in report["violations"])
                findings += len(calm[rule][seed])
            rounds += 1
        with open(log, encoding="utf-8") as lines:
            misfortunes = collections.Counter(line.strip() for line in lines)
    print(f"{rounds} rounds, {questions:,} questions, {findings} findings about the rule, all found again: none lost, none made up")
    print(f"{misfortunes.total()} misfortunes, {reported} findings about them: {', '.join(f'{n} {what}' for what, n in misfortunes.most_common())}")


main(float(sys.argv[1]))
