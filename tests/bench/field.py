# SPDX-License-Identifier: Apache-2.0
"""Group `field`: the real bugs of the field, found again from nothing. Its table is field.md and is linked from the README."""

from math import inf

from measure import HYPOTHESIS, as_lines, run
from shrinking import characters, proof_bar
from tables import Table, bar, number, ratio


BASELINES = ("RapidCheck, arbitrary", "RapidCheck, dotted", "RapidCheck, small alphabet")


def measure(tools, settings):
    sourced = [bug for bug in tools.list_bugs() + tools.list_bugs("--labels") if bug["source"]]
    chosen = sourced[:: settings["every"]]
    names = [argument for bug in chosen for argument in ("--bug", bug["bug"])]
    # The baseline: RapidCheck's three ways, each with a second of CPU time, which is ten times what overmatch takes at most; of lists
    # with labels also Hypothesis' two.
    contenders = [argument for name in BASELINES for argument in ("--contender", name)]
    limits = ["--seeds", 1, "--first-seconds", settings["seconds"]]
    commands, inputs = [tools.bench("field", *names), tools.bench("find", *names, *limits, *contenders)], ["", ""]
    labelled = [bug for bug in chosen if bug["order"] != "any"]
    if tools.python and labelled:
        commands.append(tools.hypothesis("find", *limits))
        inputs.append(as_lines(labelled))
    found, *others = run(commands, inputs)
    lines = [line for output in others for line in output if line["found"]]
    for line in found:
        for column, is_one in (("baseline", BASELINES.__contains__), ("hypothesis", HYPOTHESIS.__contains__)):
            cases = [other["cases"] for other in lines if other["bug"] == line["bug"] and is_one(other["contender"])]
            line[column] = min(cases, default=None)
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


def name_of(label):
    """As overmatch names a label by its number."""
    return chr(ord("A") + label - 1) if label else "null"


def entries(patterns, labels):
    """The patterns of a list; of one with labels, with what each gives."""
    if labels:
        return [f"{quoted(pattern)} {name_of(label)}" for pattern, label in zip(patterns, labels)]
    return [quoted(pattern) for pattern in patterns] or ["nothing"]


def asked_of(patterns, labels, modules):
    shown = entries(patterns, labels)
    return f"{', '.join(shown[:3])}{f' and {len(shown) - 3} more' if len(shown) > 3 else ''} of {listed(modules)}"


def happened(line):
    """The shrunk case in words: what was asked, of what, and what came out."""
    if "patterns" not in line:
        return f"({line['property']})"
    selected, expected = line["selected"], line["expected"]
    asked = asked_of(line["patterns"], line["labels"], line["modules"])
    if selected == "rejected" or expected == "rejected":
        return f"{asked}: {'rejected' if selected == 'rejected' else 'accepted'} wrongly"
    if line["labels"]:
        wrong = [(module, *gets) for module, *gets in zip(line["modules"], selected, expected) if gets[0] != gets[1]]
        parts = [f"gives {quoted(module)} {name_of(got)}, not {name_of(wanted)}" for module, got, wanted in wrong[:3]]
        return f"{asked}: {', '.join(parts) or 'breaks ' + line['property']}"
    wrong = [name for name in selected if name not in expected]
    missed = [name for name in expected if name not in selected]
    parts = [f"selects {listed(wrong)} too"] if wrong else []
    parts += [f"misses {listed(missed)}"] if missed else []
    return f"{asked}: {', '.join(parts) or 'breaks ' + line['property']}"


def table_of(title, measurements, others, note):
    """A table with the cases of each of the `others`, by column, and the ratio of the least to overmatch's."""
    table = Table(
        title,
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
            *others,
            "ratio",
        ],
        "A default search without the saved cases: `cases` until the bug was found, and `ms` of CPU. RapidCheck: the cases of the best of "
        f"three plain generators within a second{note}, and their ratio to overmatch's.",
        narrow=(0, 2, *range(5, 10 + len(others))),
    )
    for line in measurements:
        link = f"[{line['source'].split('/')[1]}]({link_to(line['source'])})"
        table.add(
            link,
            line["source"].split("/")[1].split("#")[0],
            line["mode"] if line["order"] == "any" else f"{line['mode']}, {line['order']}",
            f"{line['mistake']} (`{line['bug']}`)",
            asked_of(line["real_patterns"], line["real_labels"], line["real_modules"]),
            happened(line) if line["found"] else "not found",
            line.get("minimal", ""),
            number(line["cases"]) if line["found"] else "-",
            number(round(line["milliseconds"], 1)),
            *(number(line[one]) if line[one] else "-" for one in others.values()),
            ratio(min(line[one] or inf for one in others.values()), line["cases"] if line["found"] else inf),
        )
    return table


def report(measurements):
    plain = [line for line in measurements if line["order"] == "any"]
    labelled = [line for line in measurements if line["order"] != "any"]
    one, both = {"RapidCheck": "baseline"}, {"RapidCheck": "baseline", "Hypothesis": "hypothesis"}
    tables = [
        table_of("Bugs of the field", plain, one, ""),
        table_of("Bugs of the field, lists with labels", labelled, both, " (Hypothesis: the better of two strategies)"),
    ]
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
    return [table for table in tables if table.rows], bars
