# SPDX-License-Identifier: Apache-2.0
"""Group `prove`: how long a proof takes, on the random questions of the cross-check and on claims as people make them."""

from collections import defaultdict

from tables import Table, median, ratio, spread


def measure(tools, settings):
    rows = tools.speed("^prove", settings["repetitions"], settings["seconds"], settings["file"])
    counters = ("states", "median_us", "p99_us", "most_us")
    return [
        {"row": row["run_name"], "microseconds": row["cpu_time"], **{name: row.get(name) for name in counters}} for row in rows
    ]


def report(measurements):
    random = Table("Proofs of the random claims of the cross-check", ["claims", "median µs", "99th percentile", "the worst", "worst to median"])
    real = Table(
        "Proofs of claims as people make them",
        ["claim", "states", "decided in µs", "measured too", "ratio"],
        "The ratio is that of deciding with a count of the escaping names and the ten shortest of them, to deciding alone.",
    )
    times = defaultdict(list)
    for line in measurements:
        times[line["row"]].append(line)
    for row, lines in times.items():
        kind, _, name = row.partition("/")
        if kind.startswith("prove_random"):
            typical, worst = [line["median_us"] for line in lines], [line["most_us"] for line in lines]
            tail = [line["p99_us"] for line in lines]
            random.add(
                "lists with labels" if name.startswith("labelled") else "plain lists", spread(typical), spread(tail), spread(worst), ratio(median(worst), median(typical))
            )
        elif kind == "prove":
            alone = [line["microseconds"] for line in lines]
            more = [line["microseconds"] for line in times[f"prove_and_measure/{name}"]]
            real.add(name, lines[0]["states"], spread(alone), spread(more), ratio(median(more), median(alone)))
    return [random, real], []
