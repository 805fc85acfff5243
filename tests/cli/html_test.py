# SPDX-License-Identifier: Apache-2.0
"""The HTML reports of every verb, as text. html_browser_test.py opens them in a browser."""

import json
import os
import re
import shlex
import shutil
import unittest
import xml.etree.ElementTree

from html_pages import FLUX, FUZZ, HISTORICAL, SELFTEST, VERBS, PagesCase, faults_of, source
from support import PLUGIN, CommandTest


def data_of(page):
    """What the script of a page reads."""
    (script,) = [each for each in xml.etree.ElementTree.fromstring(page).iter("script") if each.get("id") == "data"]
    return json.loads(script.text)


def paths_of(data):
    """The modules that the data stands for, by path, each with its state: what the script makes of it."""
    found = {}
    open_ = [(len(data["shapes"]) - 1, None)]
    while open_:
        shape, path = open_.pop()
        own, *children = data["shapes"][shape]
        if own > 0:
            found["" if path is None else path] = own
        for child in children:
            names = [data["names"][child[0]]] if len(child) == 2 else map(str, range(child[0], child[1] + 1))
            open_ += [(child[-1], name if path is None else f"{path}.{name}") for name in names]
    return found


class Pages(PagesCase):
    def test_each_page_is_whole_and_loads_nothing(self):
        for name in VERBS:
            with self.subTest(page=name):
                self.assertEqual(faults_of(self.page(name)), [])

    def test_selftest(self):
        self.run_overmatch(*SELFTEST, "--html", "r.html")
        page = self.read("r.html")
        self.assertEqual(faults_of(page), [])
        self.assertIn("<title>boundary, agreement: 100 %</title>", page)
        self.assertNotIn("null-entry", page)  # a property of lists with labels, which the two are not

    def test_fuzz(self):
        self.run_overmatch(*FUZZ, "--html", "r.html", status=1)
        self.assertEqual(faults_of(self.read("r.html")), [])

    def test_a_finding_begins_with_its_real_example(self):
        page = self.page("check")
        finding = page[page.index("<article"):page.index("</article>")]
        self.assertRegex(finding, r"<h3[^>]*>1\. <bdi>on flux1-dev-transformer, the pattern")
        example = finding.index("<mark>single_</mark>transformer_blocks.0.attn.norm_q")
        self.assertLess(example, finding.index("selects `aa` for the pattern `a`"))
        self.assertLess(finding.index("selects `aa`"), finding.index('class="tree"'))
        self.assertLess(example, finding.index("proved (all"))
        self.assertLess(finding.index("proved (all"), finding.index("overmatch repro"))

    def test_colliding_characters_are_marked(self):
        self.assertIn("<mark>a</mark>a", self.page("check"))
        self.assertIn("<mark>single_</mark>transformer_blocks.0.attn.norm_q", self.page("audit"))
        self.assertNotIn("<mark>", self.page("audit-hazards"))

    def test_rows_of_zero_are_left_out(self):
        counts = self.page("check").split("What the cases were</h2>")[1]
        self.assertIn('<th scope="row">glued-prefix</th>', counts)
        self.assertNotIn("<td>0</td>", counts)
        self.assertNotIn("marker", counts)

    def test_the_foot_says_what_ran(self):
        page = self.page("check")
        foot = page[page.index("<footer"):]
        self.assertIn("overmatch check --builtin endswith --mode segment", foot)
        self.assertRegex(foot, r"<dt>seed</dt><dd>1</dd>")
        self.assertRegex(foot, r'<time datetime="20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ">')
        self.assertRegex(foot, r"overmatch \d+\.\d+")

    def test_the_same_run_gives_the_same_page(self):
        os.environ["SOURCE_DATE_EPOCH"] = "86400"
        self.addCleanup(os.environ.pop, "SOURCE_DATE_EPOCH")
        first, second = self.page("check"), self.page("check")
        self.assertEqual(first, second)
        self.assertIn("1970-01-02T00:00:00Z", first)

    def test_the_tree_is_whole_and_folded(self):
        page = self.page("audit-config")
        data = data_of(page)
        paths = paths_of(data)
        self.assertEqual(len(paths), 75_396)
        self.assertIn("model.layers.60.mlp.experts.255.down_proj", paths)
        self.assertLess(len(data["shapes"]), 100)
        self.assertLess(len(page), 100_000)
        state = data["states"][paths["lm_head"] - 2]
        self.assertEqual((state["word"], state["tone"]), ("collision", "bad"))
        self.assertIn("head", data["patterns"][state["patterns"][0]]["name"])
        self.assertEqual(data["states"][paths["model.norm"] - 2]["word"], "selected")
        self.assertEqual(paths["model.embed_tokens"], 1)

    def test_the_tree_is_the_file(self):
        listed = self.run_overmatch("audit", "--tree", FLUX, "--mode", "prefix", "--pattern", "", "--json", "-")[0]
        self.assertEqual(set(json.loads(listed)["patterns"][0]["selected"]), set(paths_of(data_of(self.page("audit")))))

    def test_names_that_would_be_markup(self):
        page = self.page("audit-odd")
        self.assertEqual(page.count("<script"), 2)
        self.assertIn("a.</script><script>alert(1)</script>", paths_of(data_of(page)))

    def test_refusals(self):
        self.refused("check", *HISTORICAL, "--html", "no/where.html", says=["cannot write"])
        for verb in ("audit", "compare", "prove", "check"):
            arguments = VERBS[verb][0]
            self.write("r", "old")
            self.refused(*arguments, "--json", "r", "--html", "r", says=["--json and --html both write r"])
            self.assertEqual(self.read("r"), "old")
            out, _ = self.run_overmatch(*arguments, "--html", "-", status=1)
            self.assertEqual(faults_of(out), [])
        self.refused(*SELFTEST, "--seeds", "2", "--html", "r", says=["kill matrix"])


class Docs(CommandTest):
    def test_every_command_of_the_page(self):
        shutil.copy(PLUGIN, os.path.join(self.folder, "my_matcher.so"))
        self.write("my_model.txt", "model\nmodel.layers\nmodel.layers.0\nmodel.layers.0.q_proj\npre_classifier\nclassifier\n")
        self.write("adapter_config.json", '{"peft_type": "LORA", "target_modules": ["q_proj"], "modules_to_save": ["classifier"]}')
        with open(source("docs/html-reports.md"), encoding="utf-8") as file:
            lines = re.search(r"```sh\n(.*?)```", file.read(), re.DOTALL)[1].splitlines()
        self.assertEqual(len(lines), 4)
        for line in lines:
            with self.subTest(command=line):
                self.run_overmatch(*shlex.split(line)[1:], status=1, planted="segment-no-boundary")
                self.assertEqual(faults_of(self.read(line.split()[-1])), [])


class Faults(unittest.TestCase):
    """The test of the test: each mistake is found."""

    GOOD = ('<!DOCTYPE html><html lang="en"><head><style>p { color: red; }</style></head><body><header><h1 id="a">x</h1></header>'
            '<main><a href="#a">x</a><table><caption>c</caption><tr><th scope="col">n</th></tr></table></main><footer>f</footer></body></html>')

    def test_a_good_page_has_none(self):
        self.assertEqual(faults_of(self.GOOD), [])

    def test_each_mistake_is_found(self):
        for old, new in (("</a>", ""), ("<!DOCTYPE html>", ""), (' lang="en"', ""), ("<main>", '<main id="a">'), ("#a", "#b"), ("<caption>c</caption>", ""),
                         ("caption>c<", "caption> <"), (' scope="col"', ""), ("</th></tr>", '</th></tr><tr><td/><td/></tr>'),
                         ("color: red", "background: url(x)"), ("<footer>f</footer>", ""), ("<main>", '<main><img alt="" />'),
                         ("<main>", "<main><svg/>"), ("<main>", '<main aria-labelledby="q">'), ("<main>", "<main>" + "x" * 10_000_000),
                         ("<main>", '<main><p title="src=//x"/>')):
            with self.subTest(mistake=new[:40]):
                self.assertNotEqual(self.GOOD, self.GOOD.replace(old, new, 1))
                self.assertEqual(len(faults_of(self.GOOD.replace(old, new, 1))), 1)


if __name__ == "__main__":
    unittest.main()
