# SPDX-License-Identifier: Apache-2.0
"""Group `bugs`: how soon each contender finds each planted bug."""

from collections import defaultdict
from math import inf

from measure import HYPOTHESIS, as_lines, run
from tables import Table, bar, median, ratio, spread

SEARCH = "overmatch check"
OURS = (SEARCH, "overmatch generator")
TIMES = (0.1, 1, 10)


def measure(tools, settings):
    chosen = tools.list_bugs("--per-class", settings["per_class"])[:: settings["every"]]
    names = [argument for bug in chosen for argument in ("--bug", bug["bug"])]
    limits = ["--seeds", settings["seeds"], "--seconds", settings["seconds"], "--first-seconds", settings["first_seconds"]]
    commands, inputs = [tools.bench("find", *names, *limits)], [""]
    if tools.python:
        commands.append(tools.hypothesis("find", *limits))
        inputs.append(as_lines(chosen))
    lines = [line for output in run(commands, inputs) for line in output]
    if settings["everything"]:  # the whole search on the bugs that the others are not asked: it must miss none of them
        rest = [argument for bug in tools.list_bugs() if bug not in chosen for argument in ("--bug", bug["bug"])]
        lines += run([tools.bench("find", *rest, *limits, "--contender", SEARCH)])[0]
    return lines


def cases_of(lines):
    return [line["cases"] if line["found"] else inf for line in lines]


def found_within(lines, seconds):
    """Of the runs that were given that time, how many found their bug."""
    told = [line for line in lines if line["limit"] >= seconds]
    return f"{sum(line['found'] and line['seconds'] <= seconds for line in told)} of {len(told)}" if told else ""


def summary(lines, contenders):
    table = Table(
        "Bugs found",
        ["contender", *(f"in {seconds:g} s" for seconds in TIMES), "cases to the first failure", "ratio to overmatch check"],
        "Runs (bug and seed) that found their bug within so much CPU time; the median of cases and its quartiles, - for runs that "
        "did not find it in their time.",
    )
    own = median(cases_of(lines[SEARCH]))
    for name in contenders:
        cases = cases_of(lines[name])
        table.add(name, *(found_within(lines[name], seconds) for seconds in TIMES), spread(cases), ratio(median(cases), own))
    return table


def by_class(lines, contenders, title, key):
    """A row for each class of bug; returns the table and the classes where overmatch is not twice as good as the best."""
    classes = sorted({key(line) for line in lines[SEARCH]})
    baselines = [name for name in contenders if name not in OURS]
    table = Table(
        title,
        ["class", "bug, or how many", *OURS, "best baseline", "its cases", "ratio to check"],
        "Cases to the first failure, median and quartiles; the ratio is the best baseline's median to that of overmatch check.",
    )
    short = []
    for one in classes:
        of = {name: [line for line in lines[name] if key(line) == one] for name in contenders}
        medians = {name: median(cases_of(of[name])) for name in contenders if of[name]}
        best = min(baselines, key=lambda name: medians[name])
        best_name = best if medians[best] < inf else "none"
        bugs = sorted({line["bug"] for line in of[SEARCH]})
        table.add(
            one,
            bugs[0] if len(bugs) == 1 else len(bugs),
            *(spread(cases_of(of[name])) for name in OURS),
            best_name,
            spread(cases_of(of[best])),
            ratio(medians[best], medians[SEARCH]),
        )
        named = f"{one} ({bugs[0]})" if len(bugs) == 1 else one
        # The first case is the least that there is.
        if medians[SEARCH] > max(1, medians[best] / 2) and medians[best] < inf:
            short.append(f"{named}: {medians[SEARCH]:g} against {medians[best]:g} of {best}")
        elif medians[SEARCH] == inf:
            short.append(f"{named}: not found")
    return table, short


def report(measurements):
    lines = defaultdict(list)
    for line in measurements:
        lines[line["contender"]].append(line)
    contenders = [name for name in lines]
    asked = {line["bug"] for line in lines[OURS[1]]}
    all_of_search = lines[SEARCH]
    lines[SEARCH] = [line for line in lines[SEARCH] if line["bug"] in asked]
    tables = [summary(lines, contenders)]
    bars = []
    for title, key in (
        ("Bugs by mode", lambda line: line["mode"]),
        ("Bugs by theme", lambda line: line["theme"]),
        ("Bugs by mode and theme", lambda line: f"{line['mode']}, {line['theme']}"),
    ):
        table, short = by_class(lines, contenders, title, key)
        tables.append(table)
        what = title.lower().replace("bugs ", "")
        measured = f"{len(table.rows) - len(short)} of {len(table.rows)} classes" + (
            f"; not: {'; '.join(short)}" if short else ""
        )
        bars.append(bar(f"median cases to the first failure at most half of the best baseline's, {what}", measured, not short))
    found = {line["bug"] for line in all_of_search if line["found"]}
    missed = sorted({line["bug"] for name in contenders for line in lines[name] if line["found"]} - found)
    unseen = sorted({line["bug"] for line in all_of_search} - found)
    bars.append(
        bar("no bug that a baseline finds is missed", "missed: " + ", ".join(missed) if missed else "none missed", not missed)
    )
    runs = len(all_of_search)
    every = f"{sum(line['found'] for line in all_of_search)} of {runs} runs" + (
        f"; never: {', '.join(unseen)}" if unseen else ""
    )
    bars.append(bar("overmatch check finds every planted bug", every, all(line["found"] for line in all_of_search)))
    if not set(HYPOTHESIS) <= set(contenders):
        bars.append(bar("measured beside Hypothesis", "Hypothesis is not here", False))
    return tables, bars
