# SPDX-License-Identifier: Apache-2.0
"""Draws the plots of a group: python plots.py FOLDER <plots.json. By pygal (https://www.pygal.org), so it runs in build/bench-venv.

A plot is {"name", "title", "x", "y", "series": {name: [[x, y], ...]}}, on logarithmic axes; it becomes FOLDER/NAME.svg.
"""

import json
import math
import sys
from pathlib import Path


def powers_of_ten(values):
    low, high = (round_to(math.log10(value)) for round_to, value in ((math.floor, min(values)), (math.ceil, max(values))))
    return range(low, high + 1)


def text_of(power):
    return f"{10**power:,}" if power >= 0 else f"{10**power:.{-power}f}"


def draw(plot, folder):
    import pygal
    from pygal.style import CleanStyle

    points = [point for series in plot["series"].values() for point in series]
    chart = pygal.XY(
        style=CleanStyle, js=(), no_prefix=True, title=plot["title"], x_title=plot["x"], y_title=plot["y"],
        legend_at_bottom=True, width=800, height=500, dots_size=4, disable_xml_declaration=True,
        value_formatter=lambda value: f"{10**value:.3g}",
    )  # fmt: skip
    for values, at in (([point[0] for point in points], "x"), ([point[1] for point in points], "y")):
        labels = [{"label": text_of(power), "value": power} for power in powers_of_ten(values)]
        setattr(chart, f"{at}_labels", labels)
        setattr(chart, f"{at}_labels_major_count", len(labels))
    for name, series in plot["series"].items():
        chart.add(name, [(math.log10(x), math.log10(y)) for x, y in series])
    (folder / f"{plot['name']}.svg").write_text(chart.render(is_unicode=True), encoding="utf-8")


if __name__ == "__main__":
    for each in json.load(sys.stdin):
        draw(each, Path(sys.argv[1]))
