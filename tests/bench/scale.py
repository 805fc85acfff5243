# SPDX-License-Identifier: Apache-2.0
"""Group `scale`: how cost grows with the size of a tree and with the number of patterns."""

from collections import defaultdict

from tables import Table, median, number, ratio, spread

UNITS = ((1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1, "ns"))


def measure(tools, settings):
    rows = tools.speed(settings["filter"], settings["repetitions"], settings["seconds"], settings["file"])
    return [{"row": row["run_name"], "nanoseconds": row["cpu_time"], "questions": row.get("questions")} for row in rows]


def times(values):
    size, unit = next((one for one in UNITS if median(values) >= one[0]), UNITS[-1])
    return f"{spread([value / size for value in values])} {unit}"


def plots(measurements):
    """Milliseconds of CPU against size: how a question's cost grows."""
    found = []
    for what, title in (("modules", "One question about 8 patterns"), ("patterns", "One question about 1,000 modules")):
        of = defaultdict(lambda: defaultdict(list))
        for line in measurements:
            kind, count, how = line["row"].split("/")
            if kind == what:
                of[how][int(count)].append(line["nanoseconds"] / 1e6)
        series = {how: [[count, median(values)] for count, values in sorted(rows.items())] for how, rows in of.items()}
        found.append({"name": f"scale-{what}", "title": title, "x": what, "y": "ms of CPU", "series": series})
    return found


def report(measurements):
    of, questions = defaultdict(list), {}
    for line in measurements:
        what, count, how = line["row"].split("/")
        of[what, int(count), how].append(line["nanoseconds"])
        questions[what, int(count), how] = line["questions"]
    tables = []
    titles = {"modules": "Scale: a tree's modules", "patterns": "Scale: patterns"}
    notes = {
        "modules": "One question of 8 patterns. `ratio`: the cost of all properties in questions to the reference alone; `growth`: cost a module, to the row above.",
        "patterns": "One question of 1,000 modules. `ratio` and `growth` as above, a pattern.",
    }
    for what, title in titles.items():
        counts = sorted({count for kind, count, _ in of if kind == what})
        extra = ["reading it", "searching it"] if what == "modules" else []
        table = Table(title, [what, "reference", "all properties", "ratio", "questions", "growth", *extra], notes[what])
        before = None
        for count in counts:
            checked, alone = of[what, count, "properties"], of[what, count, "reference"]
            each = median(checked) / count
            more = [times(of[what, count, how]) for how in ("read", "search")] if extra else []
            table.add(
                count,
                times(alone),
                times(checked),
                ratio(median(checked), median(alone)),
                number(questions[what, count, "properties"]),
                ratio(each, before) if before else "",
                *more,
            )
            before = each
        tables.append(table)
    return tables, []
