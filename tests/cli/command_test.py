# SPDX-License-Identifier: Apache-2.0
"""Commands as subjects, end to end."""

import json
import os
import unittest

from support import PYTHON, SANITIZED, SOURCE, CommandTest

ODD = os.path.join(SOURCE, "tests/subjects/odd_command.py")
SHORT = ["--no-trees", "--no-corpus", "--random-only", "--cases", "150"]
ORIGIN = {"overmatch": 1, "mode": "segment", "patterns": ["model.layers.0.xxxx"],
          "modules": ["model.layers.0.xxxx", "img_model.layers.0.xxxx"]}


# A command of Python's `re`, with flags, that says which language it is in, or does not.
REGEX = """
import json, re, sys
flags, about = getattr(re, sys.argv[1]), json.loads(sys.argv[2])
for line in sys.stdin:
    question = json.loads(line)
    answer = {"id": question["id"], **about}
    try:
        compiled = [re.compile(pattern, flags) for pattern in question["patterns"]]
        selected = [any(one.fullmatch(module) for one in compiled) for module in question["modules"]]
        answer["selected"] = [at for at, chosen in enumerate(selected) if chosen]
    except re.error as error:
        answer["error"] = str(error)
    print(json.dumps(answer), flush=True)
"""


def odd(*how):
    return ["--command", f"{PYTHON} {ODD} {' '.join(how)}", "--mode", "segment"]


class Check(CommandTest):
    def test_a_right_one_passes(self):
        report = self.check_json(*odd("segment"), *SHORT)
        self.assertEqual(report["violations"], [])

    def test_the_program_of_the_documentation(self):
        with open(os.path.join(SOURCE, "docs/commands.md"), encoding="utf-8") as page:
            program = page.read().split("```python\n")[1].split("```")[0]
        right = "path == pattern or path.endswith(\".\" + pattern)"
        self.assertIn(right, program)
        for rule, found in ((right, False), ("path.endswith(pattern)", True)):
            with self.subTest(rule=rule):
                self.write("matcher.py", program.replace(right, rule))
                report = self.check_json("--command", f"{PYTHON} matcher.py", "--mode", "segment", *SHORT, status=int(found))
                self.assertEqual(bool(report["violations"]), found)

    def test_a_replay_knows_the_mode_of_its_cases(self):
        self.write("case.json", json.dumps(ORIGIN))
        said, _ = self.run_overmatch("repro", "case.json", "--command", f"{PYTHON} {ODD} segment")
        self.assertIn("segment", said)
        self.write("other.json", json.dumps({**ORIGIN, "mode": "exact"}))
        self.refused("repro", "case.json", "other.json", "--command", f"{PYTHON} {ODD} segment", says=["--mode"])

    def test_a_wrong_one_is_caught_and_replayed(self):
        report = self.check_json(*odd("endswith"), *SHORT, status=1)
        first = report["violations"][0]
        self.assertEqual((first["case"]["patterns"], first["case"]["modules"]), (["a"], ["aa"]))
        self.assertEqual(first["minimal"], "proved")
        self.run_overmatch("repro", first["file"], *odd("endswith"), status=1)
        self.run_overmatch("repro", first["file"], *odd("segment"))

    def test_the_phases_find_the_same_as_the_reference_linked_in(self):
        """Many questions on their way at once, or one after the other: the same cases, the same findings."""
        options = ["--no-trees", "--cases", "1"]
        far = self.check_json(*odd("endswith"), *options, status=1)
        near = self.check_json("--builtin", "endswith", "--mode", "segment", *options, status=1)
        self.assertEqual(far["cases"], near["cases"])
        for there, here in zip(far["violations"], near["violations"], strict=True):
            self.assertEqual((there["case"], there["found_after"]), (here["case"], here["found_after"]))

    def test_misbehaviour_is_a_finding_and_the_rule_is_still_judged(self):
        for how, says in (("crash", "the subject crashed: Segmentation fault"), ("leave", "ended with exit status 7"),
                          ("not_json", "a line that is not JSON"), ("out_of_range", "index 0 of 0 modules"),
                          ("twice", "more than an answer"), ("hang", "hung")):
            with self.subTest(how=how):
                if not SANITIZED:
                    out, _ = self.run_overmatch("check", *odd("segment", how, "=aa"), *SHORT, "--call-seconds", "0.1", status=1)
                    self.assertIn(says, out)
                    self.assertIn("1 finding", out)
                    self.assertNotIn("id: agreement", out)
                out, _ = self.run_overmatch("check", *odd("endswith", how, "=aa"), *SHORT, "--call-seconds", "0.1", status=1)
                self.assertIn(says, out)
                self.assertIn("selects `aa` for the pattern `a`: overmatch, glued-prefix", out)

    def test_one_that_says_it_is_python_is_asked_all_of_python_s_regexes(self):
        self.write("regex.py", REGEX)

        def check(flags, about, *options, status):
            command = f"{PYTHON} -W ignore regex.py {flags} '{json.dumps(about)}'"
            options = [*options, "--no-trees", "--no-corpus", "--random-only", "--cases", "600"]
            return self.check_json("--command", command, "--mode", "regex", *options, status=status)

        python = {"language": "python"}
        self.assertTrue(check("ASCII", python, status=1)["violations"])
        self.assertTrue(check("ASCII", {}, "--wide", status=1)["violations"])
        check("ASCII", {}, status=0)
        if not SANITIZED:
            check("ASCII", python, "--portable", status=0)
            check("UNICODE", python, status=0)
        self.refused("check", "--builtin", "regex", "--wide", "--portable", says=["--portable", "--wide"])

    def test_stderr_is_shown(self):
        out, _ = self.run_overmatch("check", *odd("segment", "leave", "=a"), *SHORT, status=1)
        self.assertIn("the subject's last lines on stderr:\n     Traceback: no more wishes", out)

    def test_chance_loses_no_finding_and_makes_none(self):
        for rule in ("segment", "endswith"):
            report = self.check_json(*odd(rule, "any", "~300"), *SHORT, status=1)
            properties = {violation["property"] for violation in report["violations"]}
            self.assertIn("totality", properties)
            self.assertEqual("agreement" in properties, rule == "endswith", report["violations"])

    def test_repro_and_shrink(self):
        self.write("origin.json", json.dumps(ORIGIN))
        self.run_overmatch("repro", "origin.json", *odd("segment"))
        out, _ = self.run_overmatch("repro", "origin.json", *odd("endswith"), status=1)
        self.assertIn("img_model.layers.0.xxxx", out)
        out, _ = self.run_overmatch("shrink", "origin.json", *odd("endswith"), status=1)
        self.assertIn('"a"', out)
        self.assertIn("proved", out)

    def test_the_name_it_gives_itself(self):
        answer = """import json, sys
for line in sys.stdin:
    q = json.loads(line)
    at = [i for i, m in enumerate(q["modules"]) if m in q["patterns"]]
    print(json.dumps({"id": q["id"], "selected": at, "name": "lib 1.2.3 rule"}), flush=True)
"""
        self.write("named.py", answer)
        report = self.check_json("--command", f"{PYTHON} named.py", "--mode", "exact", *SHORT)
        self.assertEqual(report["subject"], "lib 1.2.3 rule")


# Matchers of mode `exact` that know each request, or answer only questions, as they did before there was `start`. LOG gets the lines.
INTRODUCES = """
import json, sys
log = open("log", "a")
for line in sys.stdin:
    q = json.loads(line)
    if "start" in q:
        answer = {"id": 0, "name": "lib", "version": "1.2.3", "modes": ["exact", "of a later version"], "homepage": "https://example.org"}
    elif "labels" in q:
        entries = list(zip(q["patterns"], q["labels"]))
        answer = {"id": q["id"], "labels": [next((label for p, label in entries if p == m), None) for m in q["modules"]]}
    else:
        answer = {"id": q["id"], "selected": [i for i, m in enumerate(q["modules"]) if m in q["patterns"]]}
    print(json.dumps(answer), flush=True)
    print(line.strip(), json.dumps(answer), sep="\\n", file=log, flush=True)
"""
OLD = {
    "dies": "",
    "answers": 'q = {"patterns": [], "modules": [], **q}',
    "rejects": """if "patterns" not in q:
        print(json.dumps({"id": q["id"], "error": "no patterns"}), flush=True)
        continue""",
    "prints": """if "patterns" not in q:
        print("what?", flush=True)
        continue""",
    "ignores": """if "patterns" not in q:
        continue""",
}
OLD_PROGRAM = """
import json, sys
for line in sys.stdin:
    q = json.loads(line)
    {reaction}
    at = [i for i, m in enumerate(q["modules"]) if any(m{method}(p) for p in q["patterns"])]
    print(json.dumps({{"id": q["id"], "selected": at}}), flush=True)
"""


class Introduction(CommandTest):
    def test_it_is_called_what_it_says_and_asked_what_it_knows(self):
        self.write("matcher.py", INTRODUCES)
        command = ["--command", f"{PYTHON} matcher.py"]
        report = self.check_json(*command, "--mode", "exact", *SHORT)
        self.assertEqual(report["subject"], "lib 1.2.3")
        self.refused("check", *command, "--mode", "segment", says=["matcher.py", "does not know the mode segment", "`exact`"])

    def test_old_commands_are_judged_as_before(self):
        for name, reaction in OLD.items():
            for method, status in ((".__eq__", 0), (".startswith", 1)):
                with self.subTest(name, method=method):
                    self.write("matcher.py", OLD_PROGRAM.format(reaction=reaction, method=method))
                    report = self.check_json("--command", f"{PYTHON} matcher.py", "--mode", "exact", *SHORT, status=status)
                    self.assertEqual(bool(report["violations"]), status == 1)
                    self.assertNotIn("totality", {violation["property"] for violation in report["violations"]})


class Schema(CommandTest):
    """The schema of the protocol, held against the lines that are written, and those that are refused."""

    @staticmethod
    def validator(name):
        try:
            import jsonschema
        except ImportError:
            raise unittest.SkipTest("python3-jsonschema is not installed") from None
        with open(os.path.join(SOURCE, "corpus/command.schema.json"), encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.Draft202012Validator.check_schema(schema)
        return jsonschema.Draft202012Validator({**schema, "anyOf": [{"$ref": f"#/$defs/{name}"}]})

    def test_it_knows_the_lines_of_a_run(self):
        kinds = {name: self.validator(name) for name in ("start", "introduction", "question", "answer")}
        self.write("matcher.py", INTRODUCES)
        for options in ([], ["--order", "first"]):
            self.check_json("--command", f"{PYTHON} matcher.py", "--mode", "exact", *SHORT, *options)
            lines = [json.loads(line) for line in self.read("log").splitlines()]
            os.remove(os.path.join(self.folder, "log"))
            self.assertEqual(lines[0], {"id": 0, "start": 2})
            self.assertGreater(len(lines), 100)
            self.assertEqual(any("labels" in line for line in lines), bool(options))
            for at, line in enumerate(lines):
                expected = ("question", "answer")[at % 2] if at > 1 else ("start", "introduction")[at]
                self.assertTrue(kinds[expected].is_valid(line), line)
                self.assertEqual(kinds["question"].is_valid(line), expected == "question", line)
                self.assertEqual(kinds["start"].is_valid(line), expected == "start", line)

    def test_it_refuses_what_is_refused(self):
        answer = self.validator("answer")
        for wrong in ({"selected": [-1]}, {"selected": [0, 0]}, {"selected": ["a"]}, {"selected": True}, {}, {"selected": [], "error": ""},
                      {"error": 5}, {"labels": [1]}, {"selected": [], "id": "1"}, {"selected": [], "id": None}, {"selected": [0.5]}):
            self.assertFalse(answer.is_valid({"id": 1, **wrong}), wrong)
        for right in ({"selected": []}, {"selected": [2, 0], "time": 1}, {"error": ""}, {"labels": [None, "A"], "name": "x"}):
            self.assertTrue(answer.is_valid({"id": 1, **right}), right)
        introduction = self.validator("introduction")
        for wrong in ({"modes": "exact"}, {"modes": [1]}, {"version": 2}, {"name": ""}, {"error": "no"}, {"id": 1}):
            self.assertFalse(introduction.is_valid({"id": 0, "name": "x", **wrong}), wrong)
        self.assertTrue(introduction.is_valid({"id": 0, "name": "x", "modes": [], "issues": "https://example.org"}))


class Refusals(CommandTest):
    def test_what_cannot_be_started(self):
        for command, says in (("/nowhere/matcher --fast", ["/nowhere/matcher --fast", "not found"]),
                              ("exit 3", ["exit status 3"]), ("echo words >&2; exit 1", ["`words`"]),
                              ("echo hello", ["not JSON", "hello"])):
            with self.subTest(command=command):
                self.refused("check", "--command", command, "--mode", "segment", says=says, status=3)

    def test_a_command_needs_a_mode(self):
        self.refused("check", "--command", "true", says=["--mode"])
        self.refused("check", "--command", "true", "--builtin", "exact", "--mode", "exact", says=["--command", "--builtin"])


if __name__ == "__main__":
    unittest.main()
