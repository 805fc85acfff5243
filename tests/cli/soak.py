"""A command that is killed, hangs, floods or answers garbage by chance must cost no finding and make none.

    OVERMATCH=build/release/overmatch OVERMATCH_SOURCE=. python3 tests/cli/soak.py SECONDS

For so long, checks a right and a wrong matcher that also misbehave, with one seed after the other, and compares with what the same
seed finds without misfortune. Not a part of `ctest`: command_test.py holds a short one. Exit status 1 at the first difference.
"""

import json
import os
import subprocess
import sys
import time

BINARY = os.environ["OVERMATCH"]
ODD = os.path.join(os.environ["OVERMATCH_SOURCE"], "tests/subjects/odd_command.py")


def check(seed, *how):
    command = f"exec {sys.executable} {ODD} {' '.join(how)}"
    arguments = [BINARY, "check", "--command", command, "--mode", "segment", "--no-trees", "--cases", "300", "--seed", str(seed),
                 "--save", "", "--json", "-", "--call-seconds", "0.2"]
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"exit status {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def verdicts(report):
    """What it says about the rule: all but how the process died."""
    return [(v["property"], v["direction"], v["case"]) for v in report["violations"] if v["property"] != "totality"]


def main(seconds):
    end = time.monotonic() + seconds
    rounds = questions = deaths = 0
    calm = {rule: {} for rule in ("segment", "endswith")}
    while time.monotonic() < end:
        seed = rounds % 5 + 1
        for rule in ("segment", "endswith"):
            if seed not in calm[rule]:
                calm[rule][seed] = verdicts(check(seed, rule))
            report = check(seed, rule, "any", f"~{(20000, 3000, 1000)[rounds % 3]}")
            if verdicts(report) != calm[rule][seed]:
                print(json.dumps(report, indent=1))
                sys.exit(f"round {rounds}, {rule}, seed {seed}: not what the same seed finds without misfortune: {calm[rule][seed]}")
            questions += report["statistics"]["calls"]
            deaths += sum(v["property"] == "totality" for v in report["violations"])
        rounds += 1
    print(f"{rounds} rounds, {questions:,} questions, {deaths} sorts of misfortune reported: no finding lost, none made up")


main(float(sys.argv[1]))
