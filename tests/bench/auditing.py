# SPDX-License-Identifier: Apache-2.0
"""Group `audit`: the parts of `overmatch audit` that grow with the model."""

from collections import defaultdict

from tables import Table, median, ratio, spread


def measure(tools, settings):
    rows = tools.speed(settings["filter"], settings["repetitions"], settings["seconds"], settings["file"])
    return [
        {"row": row["run_name"], "milliseconds": row["cpu_time"], "items_a_second": row["items_per_second"]} for row in rows
    ]


def plots(measurements):
    """Milliseconds of CPU against the modules of made-up trees."""
    of = defaultdict(lambda: defaultdict(list))
    for line in measurements:
        row, _, count = line["row"].partition("/")
        if count:
            of[row][int(count)].append(line["milliseconds"])
    series = {row: [[count, median(values)] for count, values in sorted(counts.items())] for row, counts in of.items()}
    return [{"name": "audit", "title": "All collisions of a tree", "x": "modules", "y": "ms of CPU", "series": series}] if series else []


def report(measurements):
    table = Table(
        "Audit",
        ["row", "ms", "ns an item", "ratio"],
        "DeepSeek-V3 prepared, and asked 100 patterns; all collisions of made-up trees of so many modules. An item is a module, or a "
        "pattern and a module; the ratio is that of the cost of an item to the row above, of trees that differ in size only.",
    )
    times = defaultdict(list)
    for line in measurements:
        times[line["row"]].append(line)
    before = None
    for row in sorted(times, key=lambda row: (row.split("/")[0], int((row.split("/") + ["0"])[1]))):
        each = [1e9 / line["items_a_second"] for line in times[row]]
        growth = ratio(median(each), before) if before and "/" in row else ""
        table.add(row, spread([line["milliseconds"] for line in times[row]]), spread(each), growth)
        before = median(each) if "/" in row else None
    return [table], []
