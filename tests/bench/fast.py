# SPDX-License-Identifier: Apache-2.0
"""Group `fast`: the matchers for many patterns beside the references, on a big real tree."""

import subprocess

from tables import Table, median, number, ratio, spread


def measure(tools, settings):
    lines = []
    for _ in range(settings["repetitions"]):
        done = subprocess.run([str(tools.programs / "overmatch_fast_speed")], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{done.stderr}bench: exit status {done.returncode} from overmatch_fast_speed")
        about, _, *rows = done.stdout.splitlines()
        for row in rows:
            mode, selected, reference, fast, _ = row.split()
            lines.append(
                {"about": about, "mode": mode, "selected": int(selected), "reference": float(reference), "fast": float(fast)}
            )
    return lines


def report(measurements):
    table = Table(
        "Matchers for many patterns", ["mode", "selected", "reference ms", "fast ms", "ratio"], measurements[0]["about"] + "."
    )
    for mode in dict.fromkeys(line["mode"] for line in measurements):
        lines = [line for line in measurements if line["mode"] == mode]
        reference, fast = ([line[name] for line in lines] for name in ("reference", "fast"))
        table.add(mode, number(lines[0]["selected"]), spread(reference), spread(fast), ratio(median(reference), median(fast)))
    return [table], []
