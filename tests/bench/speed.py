# SPDX-License-Identifier: Apache-2.0
"""Group `speed`: cases and property checks a second, beside the limit and beside Hypothesis."""

from collections import defaultdict

from measure import HYPOTHESIS, as_lines, run
from tables import Table, bar, median, number, ratio, spread

SUBJECT = "segment-correct-memcmp"  # as in speed.cc
IN_PROCESS, ISOLATED, AGREEMENT, EXHAUSTIVE = (
    f"plugin_{how}/segment" for how in ("in_process", "isolated", "agreement", "exhaustive")
)


def measure(tools, settings):
    rows = tools.speed(settings["filter"], settings["repetitions"], settings["seconds"], settings["file"])
    lines = [
        {
            "row": row["run_name"].removesuffix("/manual_time"),
            "cases_a_second": row["cases/s"],
            "checks_a_second": row["items_per_second"],
        }
        for row in rows
    ]
    if tools.python:
        # On a right subject a search for bugs ends with its time.
        command = tools.hypothesis("find", "--seeds", settings["repetitions"], "--seconds", settings["hypothesis_seconds"])
        for line in run([command], [as_lines([{"bug": SUBJECT, "mode": "segment", "about_empty": True}])])[0]:
            if line["found"]:
                raise SystemExit(f"bench: {line['contender']} accuses {SUBJECT}, which is right")
            lines.append(
                {
                    "row": line["contender"],
                    "cases_a_second": line["cases"] / line["seconds"],
                    "checks_a_second": line["cases"] / line["seconds"],
                }
            )
    return lines


WITH_LABELS = "random_search_with_labels"
#: Property checks a second on one core, in process, at least, and of which rows.
BARS = (
    (400_000, "in prefix and substring", lambda row: row in ("random_search/prefix", "random_search/substring")),
    (150_000, "of regexes and globs", lambda row: row in
     [f"random_search/{mode}" for mode in ("regex", "match", "search", "glob", "path-glob")]),
    (150_000, "with labels", lambda row: row.startswith(WITH_LABELS)),
    (80_000, "in every mode and dialect", lambda row: row.startswith("random_search")),
)


def baseline_of(row):
    """What a row is compared with."""
    name, _, mode = row.partition("/")
    if name in ("generate", "random_search", WITH_LABELS):
        return f"reference_loop/{mode}"
    if name in ("plugin_isolated", "plugin_agreement", "plugin_exhaustive"):
        return IN_PROCESS
    return ISOLATED if row in HYPOTHESIS else None


def report(measurements):
    cases, checks = defaultdict(list), defaultdict(list)
    for line in measurements:
        cases[line["row"]].append(line["cases_a_second"])
        checks[line["row"]].append(line["checks_a_second"])
    table = Table(
        "Speed",
        ["row", "cases a second", "property checks a second", "baseline", "ratio of cases"],
        f"On one core, CPU time. The plugin is `{SUBJECT}`; a check is one property on one case (unless it is vacuous there), and a case of plugin_exhaustive a pair of a pattern and a name.",
    )
    order = [
        "generate",
        "reference_loop",
        "random_search",
        WITH_LABELS,
        "plugin_in_process",
        "plugin_isolated",
        "plugin_agreement",
        "plugin_exhaustive",
    ]
    for row in sorted(cases, key=lambda row: (order.index(row.split("/")[0]) if "/" in row else len(order), row)):
        baseline = baseline_of(row)
        table.add(
            row,
            spread(cases[row]),
            "" if row.startswith(("generate", "reference_loop")) else spread(checks[row]),
            baseline or "",
            ratio(median(cases[row]), median(cases[baseline])) if baseline in cases else "",
        )
    bars = []
    for least, what, is_meant in BARS:
        meant = [row for row in checks if is_meant(row)]
        if not meant:
            continue  # of a part of the rows only
        slowest = min(meant, key=lambda row: median(checks[row]))
        measured = f"{number(median(checks[slowest]))} ({slowest}, the slowest)"
        bars.append(bar(f"at least {least:,} property checks a second {what}", measured, median(checks[slowest]) >= least))
    if ISOLATED in checks:
        share = median(checks[ISOLATED]) / median(checks[IN_PROCESS])
        bars.append(bar("isolated plugin at 90% or more of in-process speed", f"{share:.1%}", share >= 0.9))
    against = Table(
        "Speed beside Hypothesis",
        [
            "Hypothesis",
            "examples a second",
            "random cases, all properties",
            "random cases, agreement only",
            "property checks",
            "exhaustive pairs",
        ],
        "How many times Hypothesis's examples a second the isolated plugin's search has.",
    )
    for name in HYPOTHESIS:
        if name not in cases:
            continue
        examples = median(cases[name])
        figures = [median(cases[ISOLATED]), median(cases[AGREEMENT]), median(checks[ISOLATED]), median(cases[EXHAUSTIVE])]
        against.add(name, spread(cases[name]), *(ratio(figure, examples) for figure in figures))
        for what, figure in zip(
            ("random cases with one check, as Hypothesis asks", "property checks", "pairs of the exhaustive phase"), figures[1:]
        ):
            bars.append(
                bar(
                    f"at least 1,000 times the examples a second of {name}, in {what}",
                    ratio(figure, examples),
                    figure >= 1000 * examples,
                )
            )
    if not against.rows:
        bars.append(bar("measured beside Hypothesis", "Hypothesis is not here", False))
    return [table, against], bars
