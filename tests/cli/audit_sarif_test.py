# SPDX-License-Identifier: Apache-2.0
"""overmatch audit as SARIF, end to end."""

import json
import os
import re
import unittest

from audit_case import MODEL, AuditCase, tree


# Of SARIF 2.1.0's schema, as far as we write it: the members of each object, those that must be there with a star. The schema
# allows no others.
SARIF = {
    "log": {"$schema": "uri", "version*": "version", "runs*": ["run"]},
    "run": {"tool*": "tool", "results": ["result"], "columnKind": "columns", "originalUriBaseIds": "bases", "invocations": ["invocation"]},
    "invocation": {"executionSuccessful*": "bool", "toolExecutionNotifications": ["notification"]},
    "notification": {"level": "level", "message*": "message"},
    "tool": {"driver*": "driver"},
    "driver": {"name*": "text", "version": "text", "semanticVersion": "text", "rules": ["rule"]},
    "rule": {"id*": "text", "name": "text", "shortDescription": "message", "fullDescription": "message", "help": "help"},
    "help": {"text*": "text", "markdown": "text"},
    "message": {"text*": "text"},
    "result": {"ruleId": "text", "ruleIndex": "index", "level": "level", "message*": "message", "locations": ["location"],
               "partialFingerprints": "fingerprints"},
    "location": {"physicalLocation": "physical", "logicalLocations": ["logical"]},
    "physical": {"artifactLocation": "artifact", "region": "region"},
    "artifact": {"uri": "uri", "uriBaseId": "text"},
    "region": {"startLine": "line"},
    "logical": {"fullyQualifiedName": "text", "kind": "text"},
}
SARIF_VALUES = {
    "text": lambda value: isinstance(value, str) and value != "",
    "uri": lambda value: re.fullmatch(r"([A-Za-z][A-Za-z0-9+.-]*:)?([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+", value),
    "version": lambda value: value == "2.1.0",
    "columns": lambda value: value in ("utf16CodeUnits", "unicodeCodePoints"),
    "level": lambda value: value in ("none", "note", "warning", "error"),
    "line": lambda value: isinstance(value, int) and value >= 1,
    "bool": lambda value: isinstance(value, bool),
    "bases": lambda value: all(isinstance(each, dict) and set(each) <= {"uri", "description"} for each in value.values()),
    "fingerprints": lambda value: value and all(re.fullmatch(r"\w+/v\d+", name) and re.fullmatch(r"[0-9a-f]{16}", each) for name, each in value.items()),
    "index": lambda value: isinstance(value, int) and value >= -1,
}


class Sarif(AuditCase):
    def validate(self, value, kind, place="log"):
        if isinstance(kind, list):
            self.assertIsInstance(value, list, place)
            for at, each in enumerate(value):
                self.validate(each, kind[0], f"{place}[{at}]")
        elif kind in SARIF:
            self.assertIsInstance(value, dict, place)
            members = {name.rstrip("*"): each for name, each in SARIF[kind].items()}
            for name in SARIF[kind]:
                if name.endswith("*"):
                    self.assertIn(name[:-1], value, place)
            for name, each in value.items():
                self.assertIn(name, members, place)
                self.validate(each, members[name], f"{place}.{name}")
        else:
            self.assertTrue(SARIF_VALUES[kind](value), f"{place}: {value!r} is no {kind}")

    def log(self, *arguments, status=1, stdin=None):
        out, _ = self.run_overmatch("audit", *arguments, "--sarif", "-", status=status, stdin=stdin)
        log = json.loads(out)
        self.validate(log, "log")
        (run,) = log["runs"]
        rules = run["tool"]["driver"]["rules"]
        self.assertEqual(len({rule["id"] for rule in rules}), len(rules))
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
        return run["results"]

    def test_it_is_valid(self):
        results = self.log("--tree", tree("openai-clip-vit-b-32"), "--mode", "segment", "--hazards", "--pattern", "transformer.resblocks.0")
        self.assertEqual({result["ruleId"] for result in results}, {"re-rooting", "hazard"})
        self.assertEqual({result["level"] for result in results if result["ruleId"] == "hazard"}, {"warning", "note"})
        self.write("a tree\u00e9%.txt", MODEL)
        self.write("c.json", '{\n"target_modules": ["proj"],\n"modules_to_save": ["head", "odel"]}')
        self.write("dump.json", json.dumps({"model.layers.0.q_proj.weight": True}))
        results = self.log("--tree", "a tree\u00e9%.txt", "--peft", "c.json", "--trainable", "dump.json", "--hazards")
        self.assertEqual(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "c.json")
        results = self.log("--tree", "a tree\u00e9%.txt")
        self.assertEqual(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20tree%C3%A9%25.txt")
        self.assertEqual(self.log("--tree", "a tree\u00e9%.txt", "--mode", "exact", "--pattern", "head", status=0), [])
        self.log("--tree", "-", "--mode", "exact", "--pattern", "nothing", stdin=MODEL)
        self.log("--tree", "-", "--mode", "endswith", "--pattern", "", stdin="\n" + MODEL)

    def test_rules_say_what_to_do(self):
        out, _ = self.run_overmatch("audit", "--tree", tree("openai-clip-vit-b-32"), "--sarif", "-", status=1)
        rules = json.loads(out)["runs"][0]["tool"]["driver"]["rules"]
        self.assertEqual(len(rules), 11)  # all kinds but that of lists with labels
        for rule in rules:
            self.assertGreater(len(rule["help"]["text"]), 80, rule["id"])
            self.assertNotEqual(rule["help"]["text"], rule["shortDescription"]["text"])

    def test_paths_are_relative_to_the_root_of_the_sources(self):
        def artifact(name):
            return self.log("--tree", name, "--mode", "exact", "--pattern", "nothing")[0]["locations"][0]["physicalLocation"]["artifactLocation"]

        os.mkdir(os.path.join(self.folder, "sub"))
        self.write("sub/m.txt", MODEL)
        inside = {"uri": "sub/m.txt", "uriBaseId": "%SRCROOT%"}
        self.assertEqual(artifact("sub/m.txt"), inside)
        self.assertEqual(artifact("./sub/../sub/m.txt"), inside)
        self.assertEqual(artifact(os.path.join(os.path.realpath(self.folder), "sub/m.txt")), inside)
        outside = artifact(tree("openai-clip-vit-b-32"))
        self.assertTrue(outside["uri"].startswith("file:///"), outside)
        self.assertNotIn("uriBaseId", outside)

    def test_a_fingerprint_stays_while_the_rest_changes(self):
        """More layers, another finding in front and another line do not make an old finding a new one."""
        def fingerprints(model, *patterns):
            self.write("m.txt", model)
            self.write("c.json", json.dumps({"peft_type": "LORA", "target_modules": ["q_proj"], "modules_to_save": list(patterns)}, indent=1))
            return {(result["ruleId"], result["message"]["text"].split(".")[0]): result["partialFingerprints"]["overmatchFinding/v1"]
                    for result in self.log("--tree", "m.txt", "--peft", "c.json")}

        first = fingerprints(MODEL, "ead", "odel")
        self.assertEqual(len(set(first.values())), len(first))
        more = MODEL + "model.layers.1\nmodel.layers.1.q_proj\n"
        second = fingerprints(more, "nothing", "ead", "odel")
        same = set(first.values()) & set(second.values())
        self.assertGreaterEqual(len(same), 2, (first, second))
        self.assertTrue(set(second.values()) - same)
        self.assertFalse(set(first.values()) & set(fingerprints(MODEL, "lead").values()) - same)

    def test_what_is_not_valid_is_told(self):
        """The test of the test."""
        good = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"message": {"text": "t"}, "level": "note"}]}]}
        self.validate(good, "log")
        for bad in (
            {"runs": []},
            {"version": "2.1", "runs": []},
            {"version": "2.1.0", "runs": [{}]},
            {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"level": "note"}]}]},
            {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"message": {"text": "t"}, "level": "fatal"}]}]},
            {"version": "2.1.0", "runs": [], "more": 1},
        ):
            with self.assertRaises(AssertionError):
                self.validate(bad, "log")


if __name__ == "__main__":
    unittest.main()
