# SPDX-License-Identifier: Apache-2.0
"""The JUnit XML of check, repro, shrink and fuzz, by the rules that dashboards share.

They are those of junit-10.xsd (Jenkins), of Surefire's reports and of https://github.com/testmoapp/junitxml.
"""

import os
import re
import unittest
import xml.etree.ElementTree

from support import PLUGIN, QUICK, CommandTest

HISTORICAL = ["--builtin", "endswith", "--mode", "segment"]
# By element: its attributes (a star: must be there), and the elements that it may have. Times have at most three decimals.
NUMBER = r"\d+"
SECONDS = r"\d+\.\d{3}"
ELEMENTS = {
    "testsuite": ({"name*": ".+", "tests*": NUMBER, "failures*": NUMBER, "errors*": NUMBER, "skipped": NUMBER, "time*": SECONDS,
                   "timestamp*": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "hostname": ".+"},
                  {"properties", "testcase", "system-out", "system-err"}),
    "properties": ({}, {"property"}),
    "property": ({"name*": ".+", "value*": ".*"}, set()),
    "testcase": ({"name*": ".+", "classname*": ".+", "time*": SECONDS}, {"failure", "error", "skipped", "system-out", "system-err"}),
    "failure": ({"type*": ".+", "message": ".+"}, set()),
    "error": ({"type*": ".+", "message": ".+"}, set()),
    "skipped": ({"message": ".+"}, set()),
    "system-out": ({}, set()),
}


def faults_of(text):
    """What a dashboard would not read, in words."""
    try:
        root = xml.etree.ElementTree.fromstring(text.encode())
    except xml.etree.ElementTree.ParseError as error:
        return [f"is not XML: {error}"]
    if root.tag != "testsuite":
        return [f"begins with {root.tag}"]
    faults = []
    for element in root.iter():
        attributes, inside = ELEMENTS.get(element.tag, ({}, set()))
        if element.tag not in ELEMENTS:
            faults.append(f"has an element {element.tag}")
        values = {name.rstrip("*"): value for name, value in attributes.items()}
        faults += [f"{element.tag} lacks {name[:-1]}" for name in attributes if name.endswith("*") and name[:-1] not in element.attrib]
        for name, value in element.attrib.items():
            if name not in values or not re.fullmatch(values[name], value, re.DOTALL):
                faults.append(f"{element.tag} has {name}={value!r}")
        faults += [f"{element.tag} has {child.tag} inside" for child in element if child.tag not in inside and child.tag in ELEMENTS]
    cases = root.findall("testcase")
    counts = {"tests": len(cases)} | {plural: sum(1 for case in cases if case.find(name) is not None)
                                      for plural, name in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))}
    faults += [f"counts {root.get(name)} {name}, has {count}" for name, count in counts.items() if root.get(name) != str(count)]
    names = [case.get("name") for case in cases]
    faults += [f"has two cases {name}" for name in sorted(set(names)) if names.count(name) > 1]
    return faults


class Junit(CommandTest):
    def junit(self, *arguments, status, planted=None):
        self.run_overmatch(*arguments, "--junit", "r.xml", status=status, planted=planted)
        text = self.read("r.xml")
        self.assertEqual(faults_of(text), [])
        return xml.etree.ElementTree.fromstring(text.encode())

    def test_dashboards_read_it(self):
        suite = self.junit("check", *HISTORICAL, *QUICK, status=1)
        self.assertTrue(suite.findall("testcase/failure"))
        total = float(suite.get("time"))
        shared = sum(float(case.get("time")) for case in suite.findall("testcase"))
        self.assertAlmostEqual(total, shared, delta=0.02)
        self.assertTrue(suite.get("hostname"))
        self.junit("check", "--builtin", "segment", *QUICK, status=0)
        self.junit("repro", "overmatch-cases", *HISTORICAL, status=1)
        self.junit("check", "--builtin", "segment", "--no-trees", "--no-corpus", "--random-only", "--cases", "0", status=4)

    def test_crashes_and_odd_names(self):
        self.junit("check", "--plugin", PLUGIN, *QUICK, status=1, planted="segment-crash-on-root")

    def test_the_same_run_gives_the_same_file(self):
        os.environ["SOURCE_DATE_EPOCH"] = "86400"
        self.addCleanup(os.environ.pop, "SOURCE_DATE_EPOCH")
        texts = []
        for _ in range(2):
            suite = self.junit("check", *HISTORICAL, *QUICK, status=1)
            texts.append(self.read("r.xml"))
        self.assertEqual(*texts)
        self.assertEqual((suite.get("timestamp"), suite.get("time"), suite.get("hostname")), ("1970-01-02T00:00:00", "0.000", None))

    def test_each_mistake_is_found(self):
        """The test of the test."""
        good = ('<testsuite name="n" tests="1" failures="1" errors="0" skipped="0" time="1.000" timestamp="2026-01-01T00:00:00">'
                '<testcase name="a" classname="c" time="1.000"><failure type="t" message="m">text</failure></testcase></testsuite>')
        self.assertEqual(faults_of(good), [])
        for old, new in ((' time="1.000" timestamp', " timestamp"), ("00:00:00", "00:00:00Z"), ('tests="1"', 'tests="2"'), ('failures="1"', 'failures="0"'),
                         ('classname="c"', 'class="c"'), ('1.000"><failure', '1.0000"><failure'), ("</testsuite>", ""), ('<failure type="t"', "<failure"),
                         ("<testcase", '<testcase name="b" classname="c" time="1.000"/><testcase'), ("text", "<other/>")):
            with self.subTest(mistake=new):
                self.assertNotEqual(good, good.replace(old, new, 1))
                self.assertTrue(faults_of(good.replace(old, new, 1)))


if __name__ == "__main__":
    unittest.main()
