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
