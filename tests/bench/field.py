# SPDX-License-Identifier: Apache-2.0
"""Group `field`: the real bugs of the field, found again from nothing. Its table is field.md and is linked from the README."""

from math import inf

from measure import run
from shrinking import characters, proof_bar
from tables import Table, bar, number, ratio


BASELINES = ("RapidCheck, arbitrary", "RapidCheck, dotted", "RapidCheck, small alphabet")


def measure(tools, settings):
    sourced = [bug for bug in tools.list_bugs() if bug["source"]]
    names = [argument for bug in sourced[:: settings["every"]] for argument in ("--bug", bug["bug"])]
    # The baseline: RapidCheck's three ways, each with a second of CPU time, which is ten times what overmatch takes at most.
    contenders = [argument for name in BASELINES for argument in ("--contender", name)]
    limits = ["--seeds", 1, "--first-seconds", settings["seconds"]]
    found, baselines = run([tools.bench("field", *names), tools.bench("find", *names, *limits, *contenders)])
    for line in found:
        of_bug = [other for other in baselines if other["bug"] == line["bug"]]
        line["baseline"] = min((other["cases"] for other in of_bug if other["found"]), default=None)
    return found


def quoted(text):
    """A name in Markdown: as code, with what cannot be seen spelt out."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return f"`{shown}`" if shown and "`" not in shown else f"`` {shown} ``" if shown else '`""`'


def link_to(source):
    """Where a reference like `owner/repository#12` leads: GitHub sends pull requests on."""
    return f"https://github.com/{source.replace('#', '/issues/')}"


def listed(names):
    shown = [quoted(name) for name in names[:3]]
    return ", ".join(shown) + (f" and {len(names) - 3} more" if len(names) > 3 else "") if names else "nothing"


def happened(line):
    """The shrunk case in words: what was asked, of what, and what came out."""
    if "patterns" not in line:
        return f"({line['property']})"
    selected, expected = line["selected"], line["expected"]
    asked = f"{listed(line['patterns'])} of {listed(line['modules'])}"
    if selected == "rejected" or expected == "rejected":
        return f"{asked}: {'rejected' if selected == 'rejected' else 'accepted'} wrongly"
    wrong = [name for name in selected if name not in expected]
    missed = [name for name in expected if name not in selected]
    parts = [f"selects {listed(wrong)} too"] if wrong else []
    parts += [f"misses {listed(missed)}"] if missed else []
    return f"{asked}: {', '.join(parts) or 'breaks ' + line['property']}"


def report(measurements):
    table = Table(
        "Bugs of the field",
        [
            "reference",
            "library",
            "mode",
            "the mistake",
            "what collided in reality",
            "the case that overmatch shrank to",
            "minimal",
            "cases",
            "ms",
            "RapidCheck",
            "ratio",
        ],
        "A default search without the saved cases: `cases` until the bug was found, and `ms` of CPU. RapidCheck: the cases of the best of "
        "three plain generators within a second, and their ratio to overmatch's.",
        narrow=(0, 2, 5, 6, 7, 8, 9, 10),
    )
    for line in measurements:
        link = f"[{line['source'].split('/')[1]}]({link_to(line['source'])})"
        table.add(
            link,
            line["source"].split("/")[1].split("#")[0],
            line["mode"],
            f"{line['mistake']} (`{line['bug']}`)",
            f"{listed(line['real_patterns'])} of {listed(line['real_modules'])}",
            happened(line) if line["found"] else "not found",
            line.get("minimal", ""),
            number(line["cases"]) if line["found"] else "-",
            number(round(line["milliseconds"], 1)),
            number(line["baseline"]) if line["baseline"] else "-",
            ratio(line["baseline"] or inf, line["cases"] if line["found"] else inf),
        )
    lost = [line["bug"] for line in measurements if not line["found"]]
    small = [line for line in measurements if "patterns" in line and len(line["modules"]) <= 3 and characters(line) <= 12]
    bars = [
        bar(
            "every bug of the field is found again",
            f"{len(measurements) - len(lost)} of {len(measurements)}" + (f"; not: {', '.join(lost)}" if lost else ""),
            not lost,
        ),
        proof_bar([line["minimal"] for line in small]),
    ]
    return [table], bars
