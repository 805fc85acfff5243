# SPDX-License-Identifier: Apache-2.0
"""Writes corpus/FINDINGS.md: what overmatch finds in released libraries. `./dev findings` runs it.

    findings.py OVERMATCH FILE

Each library is fetched from PyPI, its own function is called by an adapter (overmatch.adapters), and `overmatch check` is run on it
with the fixed seed and on the trees of corpus/trees. Nothing in the page is written by hand but the sentences in RUNS.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import libraries


@dataclass(frozen=True)
class Run:
    library: str
    versions: tuple[str, ...]
    rule: str
    mode: str
    where: str  # what in a user's config it stands behind
    why: str  # what is known upstream
    properties: tuple[str, ...] = ("agreement", "rejection", "totality")


PEFT = tuple(libraries.VERSIONS["peft"])
RUNS = [
    Run("peft", PEFT, "modules_to_save", "segment", "`modules_to_save`",
        "`key.endswith(target)`, without a boundary: [peft#1917](https://github.com/huggingface/peft/issues/1917), from which this project comes."),
    Run("peft", PEFT, "target_modules", "segment", "`target_modules` as a list", "Equality, or `endswith` with a dot in front."),
    Run("peft", PEFT[3:], "exclude_modules", "segment", "`exclude_modules` as a list", "As `target_modules`."),
    Run("peft", PEFT[4:], "modules_to_save_guard", "segment", "what `target_modules` leaves out for `modules_to_save`",
        "A regex with the name in it, unescaped and ungrouped, which also matches what lies below. Not reported, as far as the facts here go."),
    Run("peft", PEFT[3:], "rank_pattern", "segment", "the keys of `rank_pattern` and `alpha_pattern`",
        "Documented as layer names or regular expressions; of a plain name, the dots match anything. Not reported, as far as the facts here go."),
    Run("peft", PEFT[-1:], "target_modules_regex", "regex", "`target_modules` as a str", "`re.fullmatch`."),
    Run("transformers", tuple(libraries.VERSIONS["transformers"]), "modules_to_not_convert", "segment",
        "`modules_to_not_convert` of quantization configs",
        "`re.match` from the start, or a bare `endswith`. An earlier mistake of the kind: "
        "[transformers#29958](https://github.com/huggingface/transformers/pull/29958)."),
    Run("compressed-tensors", tuple(libraries.VERSIONS["compressed-tensors"]), "name", "exact", "`targets` and `ignore` by name", "Equality."),
    Run("compressed-tensors", tuple(libraries.VERSIONS["compressed-tensors"]), "regex", "regex", "`targets` and `ignore` with `re:`",
        "`re.match`, which leaves the end open: `re:layers.1` also ignores `layers.10`."),
]

HEAD = """# What overmatch finds in released libraries

Written by `./dev findings` ([`tests/python/findings.py`](../tests/python/findings.py)): each library as PyPI has it, its own function called by
an adapter ([`src/python/overmatch/adapters`](../src/python/overmatch/adapters)), with

```sh
overmatch check --command 'python -m overmatch.adapters.LIBRARY RULE' --mode MODE --random-only --cases 1000
```

with the properties agreement, rejection and totality, on saved and random cases, and on the {trees} real trees of [`trees`](trees). A finding says
that the rule differs from the [mode](../docs/modes.md) it stands beside; where the library's documentation promises something
else, that is said. A minimal case is a pattern and the modules on which it goes wrong; one without modules is a list that
should be rejected and is not, as a library compiles a regex when it first needs it.
"""


def check(binary: str, run: Run, version: str) -> dict | None:
    folder = libraries.fetch(run.library, version)
    if folder is None:
        sys.exit(f"{run.library} {version} can't be fetched")
    command = f"exec {sys.executable} -m overmatch.adapters.{run.library.replace('-', '_')} {run.rule}"
    options = [option for name in run.properties for option in ("--property", name)]
    done = subprocess.run([binary, "check", "--command", command, "--mode", run.mode, "--random-only", "--cases", "1000", "--save", "", "--json", "-", *options],
                          capture_output=True, text=True, env=libraries.environment(folder))
    if done.returncode not in (0, 1):
        sys.exit(f"{run.library} {version} {run.rule}: {done.stderr}")
    return json.loads(done.stdout)


def code(text: str) -> str:
    return f"`{text}`" if text else "the empty text"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def names(paths: list[str]) -> str:
    return ", ".join(f"`{json.dumps(path, ensure_ascii=False)}`" for path in paths).replace("|", "\\|") or "none"


def rows(report: dict) -> list[str]:
    return [f"| {v['direction']} | {v['kind'] or '–'} | {names(v['case']['patterns'])} | {names(v['case']['modules'])} | "
            f"{names(v['selected']) if isinstance(v['selected'], list) else v['selected']} | {v['minimal']} |" for v in report["violations"]]


def section(binary: str, run: Run) -> str:
    """One section a rule; versions that show the same are told together."""
    told: dict[str, list[str]] = {}
    reports = {}
    for version in run.versions:
        print(run.library, version, run.rule, file=sys.stderr, flush=True)
        report = check(binary, run, version)
        key = "\n".join(rows(report))
        told.setdefault(key, []).append(version)
        reports[key] = report
    text = f"\n## {run.library}: `{run.rule}`, beside `{run.mode}`\n\nStands behind {run.where}. {run.why}\n"
    for key, versions in told.items():
        report = reports[key]
        text += f"\n**{run.library} {', '.join(versions)}**: "
        if not key:
            text += f"no violation in {report['cases']:,} cases.\n"
            continue
        text += f"{counted(len(report['violations']), 'finding')} in {report['cases']:,} cases.\n\n"
        text += "| | kind | pattern | modules | selected | minimal |\n| --- | --- | --- | --- | --- | --- |\n" + key + "\n"
        for sighting in report["sightings"]:
            more = sighting["count"] - len(sighting["wrong"])
            text += (f"\n- on {sighting['tree']}: `{sighting['pattern']}` gets {counted(sighting['count'], 'module')} wrong "
                     f"({sighting['direction']}): " + ", ".join(code(path) for path in sighting["wrong"]) + (f" and {more} more" if more else ""))
        text += "\n" if report["sightings"] else ""
    return text


def main(binary: str, file: str) -> None:
    trees = os.path.join(libraries.ROOT, "corpus", "trees")
    count = sum(name.endswith((".txt", ".txt.gz", ".jsonl.gz")) for name in os.listdir(trees))
    text = HEAD.format(trees=count) + "".join(section(binary, run) for run in RUNS)
    with open(file + ".part", "w", encoding="utf-8") as out:
        out.write(text)
    os.replace(file + ".part", file)


main(sys.argv[1], sys.argv[2])
