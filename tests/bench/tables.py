# SPDX-License-Identifier: Apache-2.0
"""Tables for people (aligned text), for documents (Markdown) and for programs (JSON), and the statistics in them."""

import math


def quantile(values, share):
    """The value below which `share` of them lie, without interpolation: a run that did not end counts as infinite."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


def median(values):
    return quantile(values, 0.5)


def number(value):
    """Three digits are enough, and no more than were measured."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if math.isinf(value):
        return "-"
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value):,}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def spread(values):
    """The median and the quartiles around it."""
    if not values:
        return ""
    low, middle, high = (quantile(values, share) for share in (0.25, 0.5, 0.75))
    return number(middle) if low == high else f"{number(middle)} ({number(low)} to {number(high)})"


def ratio(value, baseline):
    """How many times the baseline the value is."""
    if value is None or baseline is None or (math.isinf(value) and math.isinf(baseline)) or (not value and not baseline):
        return ""
    if baseline == 0 or math.isinf(value):
        return "> all"
    return f"{number(value / baseline)}x"


class Table:
    def __init__(self, title, columns, note="", narrow=None):
        """`narrow`: the columns that a terminal has room for; all, if not given."""
        self.title, self.columns, self.note, self.rows = title, columns, note, []
        self.narrow = narrow or range(len(columns))

    def add(self, *cells):
        self.rows.append([cell if isinstance(cell, str) else number(cell) for cell in cells])

    def text(self):
        lines = [[line[at] for at in self.narrow] for line in (self.columns, *self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines)]
        # Names to the left, figures to the right.
        body = [
            "  ".join(cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(line, widths)))
            for line in lines
        ]
        body.insert(1, "  ".join("-" * width for width in widths))
        return "\n".join([f"\n{self.title}", *([self.note] if self.note else []), "", *(line.rstrip() for line in body)])

    def markdown(self):
        def row(cells):
            return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

        head = [row(self.columns), "|" + " --- |" * len(self.columns)]
        return "\n".join(
            [f"### {self.title}", "", *([self.note, ""] if self.note else []), *head, *(row(cells) for cells in self.rows)]
        )

    def facts(self):
        return {"title": self.title, "note": self.note, "columns": self.columns, "rows": self.rows}


def bar(text, measured, met):
    """One of the bars of the project: what was wanted, what was measured, and whether that is enough."""
    return {"bar": text, "measured": measured, "met": bool(met)}
