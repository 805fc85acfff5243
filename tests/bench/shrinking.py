# SPDX-License-Identifier: Apache-2.0
"""Group `shrinking`: what each contender's shrinker makes of a failing case."""

from collections import defaultdict

from measure import as_lines, run
from tables import Table, bar, median, ratio, spread

OURS = "overmatch generator"  # whose failing cases overmatch's shrinker is given
# A dozen of the planted bugs, of all modes and most themes, that several contenders find.
BUGS = [
    "segment-no-boundary",
    "segment-underscore-boundary",
    "endswith-ignores-case",
    "segment-dotted-is-full-path",
    "segment-two-matches-cancel",
    "segment-one-of-each-leaf",
    "subtree-field-startswith",
    "subtree-with-siblings",
    "exact-trims-both",
    "exact-patterns-toggle",
    "regex-search",
    "regex-alternation-not-grouped",
]


def measure(tools, settings):
    bugs = [argument for name in BUGS[:: settings["every"]] for argument in ("--bug", name)]
    limit = ["--seconds", settings["seconds"]]
    commands, inputs = [tools.bench("shrink", *bugs, "--seeds", settings["seeds"], *limit)], [""]
    if tools.python:
        commands.append(tools.hypothesis("shrink", "--seeds", settings["hypothesis_seeds"], *limit))
        inputs.append(as_lines(tools.list_bugs(*bugs)))
    results = [line for output in run(commands, inputs) for line in output]
    return run([tools.bench("judge")], [as_lines(results)])[0]


def renamed(line):
    """The result up to renaming: letters by the order in which they come, each kind of character for itself."""
    names = {}

    def rename(c):
        kind = "a" if c.islower() else "A" if c.isupper() else "0" if c.isdigit() else "" if c.isascii() else "é"
        if not kind:
            return c
        return kind + str(names.setdefault((kind, c), len([1 for other, _ in names if other == kind])))

    return tuple(tuple(tuple(map(rename, name)) for name in line[part]) for part in ("patterns", "modules"))


def characters(line):
    return sum(map(len, line["patterns"])) + sum(map(len, line["modules"]))


def share(lines, *verdicts):
    return f"{sum(line['verdict'] in verdicts for line in lines)} of {len(lines)}"


def distinct(lines):
    """How many results there are of each bug, up to renaming."""
    results = defaultdict(set)
    for line in lines:
        results[line["bug"]].add(renamed(line))
    return [len(one) for one in results.values()]


def proof_bar(verdicts):
    """The bar on proofs, for the verdicts of cases of at most 3 modules and 12 characters."""
    proved, embedded = verdicts.count("proved"), verdicts.count("proved embedded")
    measured = f"{proved} of {len(verdicts)} against all smaller cases, {embedded} against those embedded in it only"
    return bar(
        "100% of shrunk cases of at most 3 modules and 12 characters proved minimal",
        measured,
        verdicts and proved + embedded == len(verdicts),
    )


def report(measurements):
    lines = defaultdict(list)
    for line in measurements:
        lines[line["contender"]].append(line)
    seeds = len({line["seed"] for line in measurements})
    table = Table(
        "Shrinking",
        [
            "contender",
            "runs that failed",
            "proved minimal",
            "minimal, too big for the full proof",
            "not minimal",
            "distinct results a bug",
            "characters",
            "evaluations",
            "ratio",
            "with proof",
        ],
        f"{len({line['bug'] for line in measurements})} bugs, up to {seeds} seeds (Hypothesis fewer). Minimal: no failing case has fewer patterns, modules and "
        "characters, by one judge for all. Evaluations until the result was reached, and in all; the ratio is to overmatch's.",
    )
    each = Table(
        "Shrinking by bug", ["bug", *lines], "Minimal results of runs that failed, and how many distinct results these have."
    )
    own = median([line["evaluations"] for line in lines[OURS] if line["found"]])
    for name, all_of_them in lines.items():
        ended = [line for line in all_of_them if line["found"]]
        evaluations = [line["evaluations"] for line in ended]
        table.add(
            name if name != OURS else "overmatch",
            f"{len(ended)} of {len(all_of_them)}",
            share(ended, "proved"),
            share(ended, "proved embedded", "not proved"),
            share(ended, "not minimal"),
            spread(distinct(ended)),
            spread([characters(line) for line in ended]),
            spread(evaluations),
            ratio(median(evaluations), own) if ended else "",
            spread([line["evaluations_in_all"] for line in ended]),
        )
    for bug in dict.fromkeys(line["bug"] for line in measurements):
        cells = []
        for of in lines.values():
            ended = [line for line in of if line["bug"] == bug and line["found"]]
            cells.append(
                f"{share(ended, 'proved', 'proved embedded')}, {len({renamed(line) for line in ended})}" if ended else ""
            )
        each.add(bug, *cells)
    ours = [line for line in lines[OURS] if line["found"]]
    small = [line for line in ours if len(line["modules"]) <= 3 and characters(line) <= 12]
    results = distinct(small)
    bars = [
        proof_bar([line["verdict"] for line in small]),
        bar(
            "one distinct result a bug, up to renaming",
            f"{sum(one == 1 for one in results)} of {len(results)} bugs",
            results and max(results) == 1,
        ),
    ]
    return [table, each], bars
