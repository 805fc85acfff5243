# SPDX-License-Identifier: Apache-2.0
"""What the tests of the HTML reports share: a page of each verb, and what is wrong with a page."""

import json
import os
import re
import xml.etree.ElementTree

from audit_case import tree
from support import SOURCE, CommandTest

FLUX = tree("flux1-dev-transformer")
DEEPSEEK = tree("deepseek-v3")
HISTORICAL = ["--builtin", "endswith", "--mode", "segment"]
#: Like the first config that one would write, with two members that `endswith` reads as nobody meant them.
PEFT = {"peft_type": "LORA", "target_modules": ["q_a_proj", "gate_proj", "roj"], "modules_to_save": ["head", "norm"]}
#: The bar of a page, in bytes.
MOST_BYTES = 10_000_000

#: By name: the command line and its exit status. The order matters: check saves the cases that repro and shrink read.
VERBS = {
    "check": (["check", *HISTORICAL, "--trees", FLUX, "--no-corpus", "--cases", "300", "--save", "found"], 1),
    "check-labels": (["check", "--builtin", "search", "--order", "first", "--no-trees", "--cases", "100"], 0),
    "repro": (["repro", "found", *HISTORICAL], 1),
    "shrink": (["shrink", "case.json", *HISTORICAL, "--save", ""], 1),
    "audit": (["audit", "--tree", FLUX, "--mode", "endswith", "--pattern", "transformer_blocks.0.attn.norm_q"], 1),
    "audit-config": (["audit", "--tree", DEEPSEEK, "--peft", "peft.json"], 1),
    "audit-hazards": (["audit", "--tree", FLUX], 1),
    "audit-labels": (["audit", "--tree", FLUX, "--mode", "search", "--order", "first", "--pattern", "attn", "--label", "int8",
                      "--pattern", "norm_q", "--label", "null"], 1),
    "audit-odd": (["audit", "--tree", "odd.json", "--mode", "endswith", "--pattern", "<b>&"], 1),
    "compare": (["compare", "--mode", "endswith", "--mode-b", "segment", "--pattern", "classifier"], 1),
    "compare-generated": (["compare", "--mode", "endswith", "--mode-b", "segment", "--generated", "50"], 1),
    "prove": (["prove", "--mode", "endswith", "--pattern", "model.layers.0.xxxx", "--intended", "model"], 1),
    "prove-proved": (["prove", "--mode", "segment", "--pattern", "a", "--within", "a"], 0),
    "clinic": (["prove", "--clinic", ".*q_proj|v_proj", "--tree", FLUX], 1),
}
FUZZ = ["fuzz", *HISTORICAL, "--runs", "200", "--no-trees"]
SELFTEST = ["selftest", "--bug", "segment-no-boundary", "--bug", "segment-dash-boundary", "--random-only", "--property-cases", "50"]

#: Names that would be markup, and others that a page must survive.
ODD = ["a", "a.<b>&", "a.x<b>&", "a.\u202eright", "a.]]>", "a.</script><script>alert(1)</script>", "a.\"'", "a.\ufffe", "a.\n"]


class PagesCase(CommandTest):
    def page(self, name):
        """Writes the page of one of VERBS and returns its text."""
        self.write("peft.json", json.dumps(PEFT))
        self.write("odd.json", json.dumps(ODD))
        self.write("case.json", '{"overmatch": 1, "mode": "segment", "patterns": ["b.c"], "modules": ["b.c", "ab.c"]}')
        arguments, status = VERBS[name]
        if name == "repro":
            self.page("check")
        self.run_overmatch(*arguments, "--html", name + ".html", status=status)
        return self.read(name + ".html")


def faults_of(page):
    """What a strict reader and a screen reader would stumble over, in words."""
    try:
        root = xml.etree.ElementTree.fromstring(page)
    except xml.etree.ElementTree.ParseError as error:
        return [f"is not well-formed: {error}"]
    faults = []
    if not page.startswith("<!DOCTYPE html>"):
        faults.append("has no doctype")
    if not root.get("lang"):
        faults.append("names no language")
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    faults += [f"has two elements with the id {name}" for name in sorted(set(ids)) if ids.count(name) > 1]
    for each in root.iter():
        for attribute in ("aria-labelledby", "aria-describedby"):
            if each.get(attribute) and each.get(attribute) not in ids:
                faults.append(f"refers to no element: {each.get(attribute)}")
        if each.tag == "a" and each.get("href")[1:] not in ids:
            faults.append(f"links to no element: {each.get('href')}")
        if each.tag in ("link", "img", "iframe", "object", "embed") or each.get("src") is not None:
            faults.append(f"loads something: {each.tag}")
        if each.tag == "svg" and not (each.get("aria-label") or each.get("aria-hidden")):
            faults.append("has a picture without words")
        if each.tag == "table":
            if each.find("caption") is None or not "".join(each.find("caption").itertext()).strip():
                faults.append("has a table without a caption")
            faults += ["has a heading without scope"] * sum(1 for cell in each.iter("th") if cell.get("scope") not in ("col", "row"))
            widths = {len(row) for row in each.iter("tr")}
            if len(widths) != 1:
                faults.append(f"has a table with rows of {sorted(widths)} cells")
    for landmark in ("header", "main", "footer", "h1"):
        if len(list(root.iter(landmark))) != 1:
            faults.append(f"has not one {landmark}")
    style = "".join(root.find("head/style").itertext())
    if re.search(r"url\(|@import|@font-face", style):
        faults.append("loads something from its style")
    outside = re.sub(r"http://www\.w3\.org/2000/svg", "", page)
    if re.search(r"(src|href)=\"?(https?:)?//|fetch\(|XMLHttpRequest|import\(", outside):
        faults.append("loads something from the network")
    if len(page.encode()) > MOST_BYTES:
        faults.append("is too large")
    return faults


def source(*parts):
    return os.path.join(SOURCE, *parts)
