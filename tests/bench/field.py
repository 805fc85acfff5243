"""Group `field`: the real bugs of the field, found again from nothing. Its table is field.md and stands in the README."""

from measure import run
from tables import Table, bar, number


def measure(tools, settings):
    sourced = [bug for bug in tools.list_bugs() if bug["source"]]
    names = [argument for bug in sourced[:: settings["every"]] for argument in ("--bug", bug["bug"])]
    return run([tools.bench("field", *names)])[0]


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
        return f"({line['law']})"
    selected, expected = line["selected"], line["expected"]
    asked = f"{listed(line['patterns'])} of {listed(line['modules'])}"
    if selected == "rejected" or expected == "rejected":
        return f"{asked}: {'rejected' if selected == 'rejected' else 'accepted'} wrongly"
    wrong = [name for name in selected if name not in expected]
    missed = [name for name in expected if name not in selected]
    parts = [f"selects {listed(wrong)} too"] if wrong else []
    parts += [f"misses {listed(missed)}"] if missed else []
    return f"{asked}: {', '.join(parts) or 'breaks ' + line['law']}"


def report(measurements):
    table = Table(
        "Bugs of the field",
        ["reference", "library", "mode", "the mistake", "what collided in reality", "the case that overmatch shrank to", "minimal", "cases", "ms", "ratio"],
        "A default search without the saved cases. `cases` until it was found, `ms` with the start of the process; the ratio is that of "
        "the characters in the real names to those in the shrunk case.",
        narrow=(0, 2, 5, 6, 7, 8, 9),
    )
    for line in measurements:
        link = f"[{line['source'].split('/')[1]}]({link_to(line['source'])})"
        library = line["source"].split("/")[1].split("#")[0]
        real = f"{listed(line['real_patterns'])} of {listed(line['real_modules'])}"
        if not line["found"]:
            table.add(link, library, line["mode"], line["mistake"], real, "not found", "", "", "", "")
            continue
        size = sum(len(name) for part in ("patterns", "modules") for name in line.get(part, []))
        real_size = sum(len(name) for part in ("real_patterns", "real_modules") for name in line[part])
        table.add(
            link,
            library,
            line["mode"],
            f"{line['mistake']} (`{line['bug']}`)",
            real,
            happened(line),
            line.get("minimal", ""),
            number(line["cases"]),
            number(round(line["milliseconds"])),
            f"{number(real_size / size)}x" if size else "",
        )
    lost = [line["bug"] for line in measurements if not line["found"]]
    unproved = [line["bug"] for line in measurements if line.get("minimal") == "not proved"]
    bars = [
        bar("every bug of the field is found again", f"{len(measurements) - len(lost)} of {len(measurements)}" + (f"; not: {', '.join(lost)}" if lost else ""), not lost),
        bar("its case is proved minimal", f"{len(measurements) - len(lost) - len(unproved)}" + (f"; not: {', '.join(unproved)}" if unproved else ""), not unproved),
    ]
    return [table], bars
