# SPDX-License-Identifier: Apache-2.0
"""`./dev bench`: runs the groups of benchmarks, prints a table each, and writes them as JSON and Markdown. See README.md."""

import argparse
import json
import sys
import time
from pathlib import Path

import auditing
import bugs
import fast
import field
import prover
import scale
import shrinking
import speed
from measure import Tools, machine, run
from tables import Table

GROUPS = {
    "bugs": bugs,
    "shrinking": shrinking,
    "speed": speed,
    "scale": scale,
    "prove": prover,
    "fast": fast,
    "audit": auditing,
    "field": field,
}

# How much is measured. `every`: each so many-th of what there is.
FULL = {
    "bugs": {"per_class": 1, "every": 1, "seeds": 5, "seconds": 1, "first_seconds": 10, "everything": True},
    "shrinking": {"every": 1, "seeds": 100, "hypothesis_seeds": 20, "seconds": 0.2},
    "speed": {
        "filter": "^(generate|reference_loop|random_search|random_search_with_labels|plugin_.*)/",
        "repetitions": 5,
        "seconds": 0.3,
        "hypothesis_seconds": 2,
    },
    "scale": {"filter": "^(modules|patterns)/", "repetitions": 3, "seconds": 0.1},
    "prove": {"repetitions": 3, "seconds": 0.1},
    "audit": {"filter": "^audit_", "repetitions": 3, "seconds": 0.1},
    "fast": {"repetitions": 3},
    "field": {"every": 1, "seconds": 1},
}
QUICK = {
    "bugs": {"per_class": 1, "every": 6, "seeds": 2, "seconds": 0.5, "first_seconds": 1, "everything": False},
    "shrinking": {"every": 4, "seeds": 10, "hypothesis_seeds": 3, "seconds": 0.2},
    "speed": {
        "filter": "^(generate|reference_loop|random_search|random_search_with_labels|plugin_.*)/",
        "repetitions": 3,
        "seconds": 0.02,
        "hypothesis_seconds": 0.5,
    },
    "scale": {"filter": "^(modules|patterns)/10{0,4}/", "repetitions": 3, "seconds": 0.01},
    "prove": {"repetitions": 3, "seconds": 0.01},
    "audit": {"filter": "^audit_(index|select|hazards/(62500|125000)$)", "repetitions": 2, "seconds": 0.01},
    "fast": {"repetitions": 1},
    "field": {"every": 5, "seconds": 0.3},
}
# For the test that the programs still run.
SMOKE = {
    "bugs": {"per_class": 1, "every": 30, "seeds": 1, "seconds": 0.5, "first_seconds": 0.5, "everything": False},
    "shrinking": {"every": 6, "seeds": 2, "hypothesis_seeds": 1, "seconds": 0.05},
    "speed": {"filter": ".*/segment", "repetitions": 1, "seconds": 0.001, "hypothesis_seconds": 0.05},
    "scale": {"filter": "^(modules|patterns)/(1|10|100)/", "repetitions": 1, "seconds": 0.001},
    "prove": {"repetitions": 1, "seconds": 0.001},
    "audit": {"filter": "^audit_index", "repetitions": 1, "seconds": 0.001},
    "fast": {"repetitions": 1},
    "field": {"every": 30, "seconds": 0.05},
}
SETTINGS = {"full": FULL, "quick": QUICK, "smoke": SMOKE}


def bar_table(bars):
    table = Table("Bars", ["bar", "measured", "met"])
    for one in bars:
        table.add(one["bar"], one["measured"], "yes" if one["met"] else "NO")
    return table


def draw(tools, plots, out):
    """Draws the plots into the folder, where there is pygal; returns the Markdown that shows them."""
    if not plots or not tools.python:
        return []
    run([[tools.python, "-B", str(Path(__file__).with_name("plots.py")), str(out)]], [json.dumps(plots)])
    return [f"![{plot['title']}]({plot['name']}.svg)" for plot in plots]


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"one of {', '.join(GROUPS)}; all of none")
    parser.add_argument(
        "--quick",
        action="store_const",
        const="quick",
        dest="size",
        default="full",
        help="fewer bugs and seeds: under two minutes",
    )
    parser.add_argument("--smoke", action="store_const", const="smoke", dest="size", help=argparse.SUPPRESS)
    parser.add_argument("--again", action="store_true", help="measure nothing: the tables of what was measured last")
    parser.add_argument(
        "--per-class", type=int, metavar="N", help="group bugs: so many bugs of each class (default 1; 0: all, for hours)"
    )
    parser.add_argument("--build", default="build/release", help="the build whose programs are measured")
    parser.add_argument("--python", default="", help="a Python with Hypothesis; without it, Hypothesis is left out")
    parser.add_argument("--compiler", default="g++", help="what it was built with")
    parser.add_argument("--out", default="build/bench", help="folder for the results")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.groups if name not in GROUPS]
    if unknown:
        parser.error(f"no such group: {', '.join(unknown)} (they are {', '.join(GROUPS)})")

    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    tools = Tools(arguments.build, arguments.python)
    where = machine(arguments.compiler)
    print(
        f"On {where['processor']}, {where['cores']} cores, {where['compiler']}, Python {where['python']}; size: {arguments.size}",
        flush=True,
    )
    if arguments.size != "full":
        print("Fewer bugs, seeds and repetitions than a full run, and less time for each: the figures are rough.")
    settings = SETTINGS[arguments.size]
    if arguments.per_class is not None:
        settings["bugs"]["per_class"] = arguments.per_class
    joined = {"machine": where, "size": arguments.size, "settings": settings, "groups": {}}
    markdown = [
        "# Benchmarks",
        "",
        f"{where['processor']}, {where['cores']} cores, {where['compiler']}; size: {arguments.size}.",
        "",
    ]
    bars = []
    for name in arguments.groups or GROUPS:
        start = time.monotonic()
        if arguments.again:
            measurements = json.loads((out / f"{name}.json").read_text())["measurements"]
        else:
            measurements = GROUPS[name].measure(tools, {**settings[name], "file": str(out / f"google-{name}.json")})
        tables, of_group = GROUPS[name].report(measurements)
        facts = {"seconds": round(time.monotonic() - start, 1), "tables": [table.facts() for table in tables], "bars": of_group}
        (out / f"{name}.json").write_text(
            json.dumps({**facts, "machine": where, "measurements": measurements}, indent=1, ensure_ascii=False) + "\n"
        )
        pictures = draw(tools, GROUPS[name].plots(measurements) if hasattr(GROUPS[name], "plots") else [], out)
        pages = [*(table.markdown() for table in tables), *pictures]
        (out / f"{name}.md").write_text("\n\n".join(pages) + "\n")
        joined["groups"][name] = facts
        bars += of_group
        for table in tables:
            print(table.text(), flush=True)
        for page in pages:
            markdown += [page, ""]
    if bars:
        print("\nBars")
        for one in bars:
            print(f"  {'met' if one['met'] else 'NOT MET'}: {one['bar']}: {one['measured']}")
        markdown += [bar_table(bars).markdown(), ""]
    (out / "bench.json").write_text(json.dumps(joined, indent=1, ensure_ascii=False) + "\n")
    (out / "bench.md").write_text("\n".join(markdown))
    print(f"\nWritten to {out}: bench.md, bench.json and a file for each group.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
