# SPDX-License-Identifier: Apache-2.0
"""In other people's CI, end to end: --format, --baseline, repro with --prune, and the scripts of the Action and the hooks."""

import json
import os
import re
import shutil
import subprocess
import unittest
import unittest.mock

from audit_case import AuditCase
from support import BINARY, PLUGIN, QUICK, SOURCE

MODEL = "model\nmodel.layers\nmodel.layers.0\nmodel.layers.0.q_proj\nmodel.layers.1\nmodel.layers.1.q_proj\npre_classifier\nclassifier\n"
LORA = {"peft_type": "LORA", "target_modules": ["q_proj"], "modules_to_save": ["classifier"]}
WRONG = ["--plugin", PLUGIN, "--random-only", *QUICK]
COMMAND = re.compile(r"::(error|warning|notice)(?: ((?:\w+=[^:,\n]+)(?:,\w+=[^:,\n]+)*))?::([^\n]+)")


def annotations(text):
    """Parses workflow commands as the runner does: (level, {property: value}, message)."""
    out = []
    for line in text.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        properties = dict(each.split("=", 1) for each in (match[2] or "").split(",") if each)
        decoded = {key: re.sub("%([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), value) for key, value in properties.items()}
        out.append((match[1], decoded, re.sub("%(25|0D|0A)", lambda code: chr(int(code[1], 16)), match[3])))
    return out


class Formats(AuditCase):
    def setUp(self):
        super().setUp()
        self.write("model.txt", MODEL)
        self.write("config.json", json.dumps(LORA, indent=1))
        self.inputs = ["--tree", "model.txt", "--peft", "config.json"]

    def printed(self, *arguments, status):
        return self.run_overmatch(*arguments, status=status)[0]

    def test_audit_as_annotations(self):
        found = annotations(self.printed("audit", *self.inputs, "--format", "github", status=1))
        (collision,) = [each for each in found if each[1]["title"] == "overmatch: collision"]
        self.assertEqual(collision[0], "error")
        self.assertEqual((collision[1]["file"], collision[1]["line"]), ("config.json", "7"))
        self.assertIn('"classifier"', self.read("config.json").splitlines()[6])
        self.assertIn("\nmodules: pre_classifier\n", collision[2])
        self.assertIn("\nwhat helps: ", collision[2])
        self.write("odd,name:%.txt", MODEL)
        found = annotations(self.printed("audit", "--tree", "odd,name:%.txt", "--mode", "exact", "--pattern", "x", "--format", "github", status=1))
        self.assertEqual({each[1]["file"] for each in found}, {"odd,name:%.txt"})
        self.assertEqual(self.printed("audit", "--tree", "model.txt", "--mode", "exact", "--pattern", "classifier", "--format", "github", status=0), "")
        self.assertIn("::warning file=model.txt,title=overmatch%3A hazard::", self.printed("audit", "--tree", "model.txt", "--format", "github", status=1))

    def test_audit_as_markdown(self):
        text = self.printed("audit", *self.inputs, "--format", "markdown", status=1)
        self.assertTrue(text.startswith("### overmatch audit: 1 error"), text)
        self.assertIn("- **error, collision**: ", text)
        self.assertIn("  - `pre_classifier` (1)\n", text)
        self.assertIn("| entry | member | modules |\n| --- | --- | ---: |\n| \"q\\_proj\" | target\\_modules | 2 |\n", text)
        clean = self.printed("audit", "--tree", "model.txt", "--mode", "exact", "--pattern", "classifier", "--format", "markdown", status=0)
        self.assertTrue(clean.startswith("### overmatch audit: nothing found\n"), clean)

    @unittest.mock.patch.dict(os.environ, SOURCE_DATE_EPOCH="1700000000")
    def test_formats_that_are_files_too(self):
        for verb, subject, formats in (
            ("audit", self.inputs, ("json", "sarif")),
            ("check", ["--builtin", "endswith", "--mode", "segment", "--save", "", *QUICK], ("json", "junit", "html")),
        ):
            for name in formats:
                with self.subTest(verb=verb, format=name):
                    printed = self.printed(verb, *subject, "--format", name, status=1)
                    self.printed(verb, *subject, f"--{name}", "report", status=1)
                    # The two name their own command line.
                    self.assertEqual(printed.replace(f"--format {name}", f"--{name} report"), self.read("report"))
        text = self.printed("audit", *self.inputs, status=1)
        self.assertEqual(self.printed("audit", *self.inputs, "--format", "text", status=1), text)

    def test_check(self):
        check = ["check", *WRONG, "--save", "cases"]
        out, _ = self.run_overmatch(*check, "--format", "github", planted="segment-underscore-boundary", status=1)
        found = annotations(out)
        self.assertEqual(found[0][0], "error")
        self.assertRegex(found[0][1]["title"], r"^overmatch: \w+/\w+/")
        self.assertTrue(os.path.exists(os.path.join(self.folder, found[0][1]["file"])), "the saved case")
        self.assertIn("\nreplay: overmatch repro ", found[0][2])
        out, _ = self.run_overmatch(*check, "--format", "markdown", planted="segment-underscore-boundary", status=1)
        self.assertRegex(out, r"\A### overmatch: .*finding")
        self.assertIn("```text\n", out)
        clean = annotations(self.printed("check", "--builtin", "segment", "--format", "github", *QUICK, status=0))
        self.assertEqual([each[0] for each in clean], ["notice"])

    def test_lock(self):
        self.printed("lock", *self.inputs, "--write", "model.lock", status=0)
        self.write("other.json", json.dumps(dict(LORA, modules_to_save=[])))
        check = ["lock", "--tree", "model.txt", "--peft", "other.json", "--check", "model.lock", "--format"]
        found = annotations(self.printed(*check, "github", status=1))
        self.assertEqual(found[0][:2], ("error", {"file": "model.lock", "line": "1", "title": "overmatch lock: saved"}))
        self.assertIn("\nclassifier  1", found[0][2].replace("{classifier,pre_classifier}  2", "classifier  1"))
        text = self.printed(*check, "markdown", status=1)
        self.assertTrue(text.startswith("### overmatch lock: 2 names gone\n\n`model.lock`\n"), text)
        self.assertIn("**saved**: 2 names gone: ", text)
        same = ["lock", *self.inputs, "--check", "model.lock", "--format"]
        self.assertEqual(self.printed(*same, "github", status=0), "")
        self.assertIn("the selection is the same", self.printed(*same, "markdown", status=0))

    def test_refusals(self):
        self.refused("audit", *self.inputs, "--format", "xml", says=["unknown format \"xml\": choose one of text, github, markdown, json, sarif"])
        self.refused("audit", *self.inputs, "--format", "github", "--json", "-", says=["--format and --json - both write standard output"])
        self.refused("check", "--builtin", "segment", "--format", "text", "--html", "-", says=["--format and --html -"])
        self.refused("check", "--format", "json", *QUICK, says=["needs one subject"])
        self.refused("lock", *self.inputs, "--format", "github", says=["--format needs --check"])


class Baseline(AuditCase):
    def setUp(self):
        super().setUp()
        self.write("model.txt", MODEL)
        self.write("config.json", json.dumps(LORA))
        self.inputs = ["audit", "--tree", "model.txt", "--peft", "config.json", "--baseline", "known.json"]

    def known(self):
        return json.loads(self.read("known.json"))["findings"]

    def change(self, **members):
        (entry,) = self.known()
        self.write("known.json", json.dumps({"overmatch_baseline": 1, "findings": [dict(entry, **members)]}))

    def test_only_new_findings_fail(self):
        out, _ = self.run_overmatch(*self.inputs, "--update-baseline", status=0)
        self.assertIn("known.json: 1 known finding\n", out)
        self.assertEqual(self.known(), [{"of": "audit model.txt config.json", "id": 'collision modules_to_save "classifier"', "size": 1, "reason": ""}])
        out, _ = self.run_overmatch(*self.inputs, status=0)
        self.assertNotIn("error, collision", out)
        self.run_overmatch(*self.inputs[:-2], status=1)
        self.write("config.json", json.dumps(dict(LORA, modules_to_save=["classifier", "odel"])))
        out, _ = self.run_overmatch(*self.inputs, status=1)
        self.assertIn('"odel"', out)
        self.assertNotIn("pre_classifier is", out)

    def test_grown_expired_and_gone_ones_are_told(self):
        self.run_overmatch(*self.inputs, "--update-baseline", status=0)
        self.change(reason="it is frozen", until="9999-12-31")
        self.run_overmatch(*self.inputs, status=0)
        self.change(until="2020-01-31")
        out, _ = self.run_overmatch(*self.inputs, status=1)
        self.assertIn('was known until 2020-01-31: collision modules_to_save "classifier" (it is frozen)', out)
        self.run_overmatch(*self.inputs, "--update-baseline", status=1)
        self.assertEqual(self.known()[0]["until"], "2020-01-31", "a date is the user's to change")
        self.change(until="9999-12-31")
        self.write("model.txt", MODEL + "my_classifier\n")
        out, _ = self.run_overmatch(*self.inputs, status=1)
        self.assertIn("has grown from 1 to 2 names: collision", out)
        self.write("model.txt", MODEL)
        self.write("config.json", json.dumps(dict(LORA, modules_to_save=[])))
        out, _ = self.run_overmatch(*self.inputs, status=0)
        self.assertIn('no longer occurs: collision modules_to_save "classifier" (it is frozen)', out)
        self.assertEqual(len(self.known()), 1)
        self.run_overmatch(*self.inputs, "--update-baseline", status=0)
        self.assertEqual(self.known(), [])

    def test_one_file_serves_many_commands(self):
        self.run_overmatch(*self.inputs, "--update-baseline", status=0)
        other = ["audit", "--tree", "model.txt", "--mode", "endswith", "--pattern", "classifier", "--baseline", "known.json"]
        self.run_overmatch(*other, status=1)
        self.run_overmatch(*other, "--update-baseline", status=0)
        self.assertEqual([each["of"] for each in self.known()], ["audit model.txt config.json", "audit model.txt endswith"])
        self.run_overmatch(*self.inputs, status=0)

    def test_each_config_has_its_own(self):
        """Of all ways to give a list."""
        for name in ("one.json", "two.json"):
            self.write(name, json.dumps(LORA))
        ways = [["--config", "one.json"], ["--config", "two.json"], ["--override-tensor", "nothing=A"], ["--override-tensor", "other=A"], ["--tensor-type", "nothing=A"]]
        command = ["audit", "--tree", "model.txt", "--baseline", "known.json"]
        for at, way in enumerate(ways):
            with self.subTest(way=way):
                if at:
                    self.run_overmatch(*command, *way, status=1)  # nobody has accepted it
                self.run_overmatch(*command, *way, "--update-baseline", status=0)
        for way in ways:
            self.run_overmatch(*command, *way, status=0)
        self.assertEqual(len({each["of"] for each in self.known()}), len(ways))

    def test_each_entry_of_a_joined_finding_is_known_for_itself(self):
        for option in ("--peft", "--config"):
            command = ["audit", "--tree", "model.txt", option, "config.json", "--baseline", "known.json", "--fail-on", "note"]
            wrong = dict(LORA, modules_to_save=["xyzzy", "plugh"])
            self.write("config.json", json.dumps(wrong))
            self.run_overmatch(*command, "--update-baseline", status=0)
            self.assertEqual([each["id"] for each in self.known() if " modules_to_save " in each["id"]], ['unmatched modules_to_save "plugh"', 'unmatched modules_to_save "xyzzy"'])
            self.run_overmatch(*command, status=0)
            wrong["modules_to_save"] = ["xyzzy", "frotz"]
            self.write("config.json", json.dumps(wrong))
            out, _ = self.run_overmatch(*command, status=1)
            self.assertIn('"xyzzy" and "frotz" select nothing', out)
            out, _ = self.run_overmatch(*command, "--update-baseline", status=0)
            self.assertIn('taken out: unmatched modules_to_save "plugh"', out)
            os.remove(os.path.join(self.folder, "known.json"))

    def test_formats(self):
        self.run_overmatch(*self.inputs, "--update-baseline", status=0)
        self.write("config.json", json.dumps(dict(LORA, modules_to_save=[])))
        out, _ = self.run_overmatch(*self.inputs, "--format", "github", status=0)
        ((level, properties, message),) = annotations(out)
        self.assertEqual((level, properties["file"]), ("warning", "known.json"))
        self.assertIn("no longer occurs", message)
        out, _ = self.run_overmatch(*self.inputs, "--format", "markdown", status=0)
        self.assertIn("- no longer occurs: ", out)
        out, err = self.run_overmatch(*self.inputs, "--format", "json", status=0)
        json.loads(out)
        self.assertIn("no longer occurs", err)

    def test_check(self):
        check = ["check", *WRONG, "--save", "", "--baseline", "known.json"]
        self.refused(*check, says=["known.json"], planted="segment-underscore-boundary")
        out, _ = self.run_overmatch(*check, "--update-baseline", planted="segment-underscore-boundary", status=0)
        entries = self.known()
        self.assertGreater(len(entries), 0)
        self.assertEqual({each["of"] for each in entries}, {"check segment-underscore-boundary segment"})
        out, _ = self.run_overmatch(*check, planted="segment-underscore-boundary", status=0)
        self.assertIn("accepted as known:", out)
        self.assertNotIn("no longer occurs", out)
        # One number: of the file, of its line, and of the report.
        for update in (["--update-baseline"], []):
            out, _ = self.run_overmatch(*check, *update, planted="segment-underscore-boundary", status=0)
            self.assertIn(f"known.json: {len(entries)} known finding", out)
            self.assertIn(f", {len(entries)} accepted", out)
        # Another bug of the same class is not known.
        self.assertTrue(all(" on " in each["case"] for each in entries), entries)
        self.write("known.json", json.dumps({"overmatch_baseline": 1, "findings": [dict(each, case="q on q, my_q") for each in entries]}))
        out, _ = self.run_overmatch(*check, planted="segment-underscore-boundary", status=1)
        self.assertIn("shows another case, " + entries[0]["case"] + ", than the known one, q on q, my_q: " + entries[0]["id"], out)
        self.write("known.json", json.dumps({"overmatch_baseline": 1, "findings": [dict(entries[0], id="agreement/overmatch/no-such"), *entries[1:]]}))
        out, _ = self.run_overmatch(*check, planted="segment-underscore-boundary", status=1)
        self.assertIn("no longer occurs: agreement/overmatch/no-such", out)
        out, _ = self.run_overmatch("check", *WRONG, "--save", "", "--accept", "*", "--baseline", "fresh.json", "--update-baseline", planted="segment-underscore-boundary")
        self.assertEqual(json.loads(self.read("fresh.json"))["findings"], [], "what --accept knows is not written")

    def test_refusals(self):
        entry = {"of": "audit a b", "id": "x"}
        for text, says in (
            ("", "known.json"),
            ("[]", "is no baseline"),
            ("{}", "is no baseline"),
            ('{"overmatch_baseline": 2, "findings": []}', "has another format than 1"),
            ('{"overmatch_baseline": 1, "findings": {}}', '"findings" should be an array'),
            ('{"overmatch_baseline": 1, "findings": [1]}', "findings[0]: expected an object"),
            (json.dumps({"overmatch_baseline": 1, "findings": [dict(entry, why="?")]}), 'unknown member "why"'),
            (json.dumps({"overmatch_baseline": 1, "findings": [dict(entry, size=-1)]}), '"size" should be a number'),
            (json.dumps({"overmatch_baseline": 1, "findings": [dict(entry, reason=1)]}), '"reason" should be a string'),
            (json.dumps({"overmatch_baseline": 1, "findings": [{"id": "x"}]}), '"of" and "id" are missing or empty'),
            (json.dumps({"overmatch_baseline": 1, "findings": [dict(entry, until="2027-02-30")]}), '"until" should be a day'),
            (json.dumps({"overmatch_baseline": 1, "findings": [dict(entry, until="soon")]}), '"until" should be a day'),
            (json.dumps({"overmatch_baseline": 1, "findings": [entry, entry]}), 'findings[1]: "x" is listed twice'),
        ):
            self.write("known.json", text)
            self.refused(*self.inputs, says=[says])
        self.refused("audit", "--tree", "model.txt", "--baseline", "known.json", says=["--baseline needs patterns or a config"])
        self.refused("audit", "--tree", "model.txt", "--peft", "config.json", "--update-baseline", says=["--update-baseline needs a file"])


class Replays(AuditCase):
    FAILING = {"overmatch": 1, "mode": "segment", "patterns": ["model.0"], "modules": ["model.0", "my_model.0"]}
    PASSING = {"overmatch": 1, "mode": "segment", "patterns": ["zz"], "modules": ["a", "b"]}

    def setUp(self):
        super().setUp()
        os.mkdir(os.path.join(self.folder, "cases"))
        self.write("cases/failing.json", json.dumps(self.FAILING))
        self.write("cases/passing.json", json.dumps(self.PASSING))

    def repro(self, *arguments, status=1):
        return self.run_overmatch("repro", "cases", "--plugin", PLUGIN, *arguments, planted="segment-underscore-boundary", status=status)

    def test_each_case_has_an_outcome(self):
        out, _ = self.repro()
        self.assertIn("   FAILED  cases/failing.json\n   FIXED   cases/passing.json\n   2 cases: 1 fixed, 1 failed, 0 errors\n", out)
        out, _ = self.repro("--json", "-")
        self.assertEqual(json.loads(out)["replayed"], [{"file": "cases/failing.json", "outcome": "FAILED"}, {"file": "cases/passing.json", "outcome": "FIXED"}])
        self.write("cases/broken.json", "{")
        out, _ = self.repro()
        self.assertIn("   ERROR   cases/broken.json: cases/broken.json", out)
        self.assertIn("3 cases: 1 fixed, 1 failed, 1 error\n", out)
        os.remove(os.path.join(self.folder, "cases/failing.json"))
        out, _ = self.repro(status=2)
        self.assertIn("2 cases: 1 fixed, 0 failed, 1 error\n", out)
        os.remove(os.path.join(self.folder, "cases/broken.json"))
        out, _ = self.repro(status=0)
        self.assertIn("1 case: 1 fixed, 0 failed, 0 errors\n", out)

    def test_prune_removes_what_is_fixed(self):
        self.write("cases/broken.json", "{")
        self.write("cases/other.json", json.dumps(dict(self.PASSING, mode="exact")))
        self.write("cases/notes.txt", "mine")
        _, err = self.repro("--prune")
        self.assertIn("removed 1 fixed case\n", err)
        self.assertEqual(self.files("cases"), ["broken.json", "failing.json", "notes.txt", "other.json"])
        self.refused("repro", "cases", "--prune", says=["--prune needs a subject"])
        self.refused("repro", "cases", "--prune", "--plugin", PLUGIN, "--property", "order", says=["--prune and --property"], planted="segment-underscore-boundary")
        self.assertEqual(self.files("cases"), ["broken.json", "failing.json", "notes.txt", "other.json"])

    def test_nothing_is_removed_without_the_option(self):
        self.repro()
        self.assertEqual(self.files("cases"), ["failing.json", "passing.json"])


class Scripts(AuditCase):
    """The Action's script, with the variables that the runner sets, and the hooks', with the arguments that pre-commit gives."""

    FOLDER = os.path.join(SOURCE, ".github/actions/audit")

    def setUp(self):
        super().setUp()
        os.makedirs(os.path.join(self.folder, "adapters/deep/er"))
        self.write("model.txt", MODEL)
        self.write("adapters/adapter_config.json", json.dumps(dict(LORA, modules_to_save=[])))
        self.write("adapters/deep/er/adapter_config.json", json.dumps(LORA))
        self.summary = os.path.join(self.folder, "summary.md")

    def script(self, *words, status, **inputs):
        env = dict(os.environ, OVERMATCH=BINARY, GITHUB_STEP_SUMMARY=self.summary, GITHUB_OUTPUT=os.path.join(self.folder, "output"), RUNNER_TEMP=self.folder, **inputs)
        done = subprocess.run(["bash", os.path.join(self.FOLDER, words[0]), *words[1:]], cwd=self.folder, env=env, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_action(self):
        if not shutil.which("bash"):
            self.skipTest("no bash")
        out = self.script("audit.sh", CONFIGS="# models\nmodel.txt adapters/**/adapter_config.json\n", status=1)
        self.assertIn("::error file=adapters/deep/er/adapter_config.json,line=1,title=overmatch%3A collision::", out)
        self.assertEqual(self.read("summary.md").count("### overmatch audit: "), 2)
        output = dict(line.split("=", 1) for line in self.read("output").splitlines())
        with open(output["sarif"], encoding="utf-8") as file:
            (run,) = json.load(file)["runs"]
        self.assertIn("collision", {each["ruleId"] for each in run["results"]})
        for result in run["results"]:
            self.assertEqual(run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"], result["ruleId"])
        self.script("audit.sh", CONFIGS="model.txt adapters/adapter_config.json", status=0)
        self.run_overmatch("audit", "--tree", "model.txt", "--peft", "adapters/deep/er/adapter_config.json", "--baseline", "known.json", "--update-baseline")
        self.script("audit.sh", CONFIGS="model.txt adapters/deep/**/*.json", BASELINE="known.json", status=0)

    def test_action_checks_locks(self):
        config = "adapters/adapter_config.json"
        self.run_overmatch("lock", "--tree", "model.txt", "--peft", config, "--write", config + ".lock")
        self.script("audit.sh", CONFIGS=f"model.txt {config}", status=0)
        self.write(config, json.dumps(dict(LORA, modules_to_save=[], target_modules=["1.q_proj"])))
        out = self.script("audit.sh", CONFIGS=f"model.txt {config}", status=1)
        self.assertIn(f"::error file={config}.lock,line=1,title=overmatch lock%3A adapted::1 name gone", out)
        self.assertIn("### overmatch lock: 1 name gone", self.read("summary.md"))
        self.script("audit.sh", CONFIGS=f"model.txt {config}", LOCK="false", status=0)

    def test_action_that_checks_nothing_fails(self):
        self.assertIn("::error title=overmatch::no file matches", self.script("audit.sh", CONFIGS="model.txt no/such/*.json", status=1))
        self.assertIn("::error title=overmatch::no file no.json", self.script("audit.sh", CONFIGS="model.txt no.json", status=1))
        self.assertIn("names no config", self.script("audit.sh", CONFIGS="\n# none\n", status=1))

    def test_hooks(self):
        good, bad = "adapters/adapter_config.json", "adapters/deep/er/adapter_config.json"
        self.script("hook.sh", "audit", "--tree", "model.txt", "--", good, status=0)
        self.assertIn("pre_classifier", self.script("hook.sh", "audit", "--tree", "model.txt", "--", good, bad, status=1))
        self.assertIn("args that end with --", self.script("hook.sh", "audit", "--tree", "model.txt", good, status=2))
        self.script("hook.sh", "lock", "--tree", "model.txt", "--", good, bad, status=0)
        self.run_overmatch("lock", "--tree", "model.txt", "--peft", bad, "--write", bad + ".lock")
        self.script("hook.sh", "lock", "--tree", "model.txt", "--", good, bad, bad + ".lock", status=0)
        self.write(bad, json.dumps(dict(LORA, modules_to_save=[])))
        self.assertIn("gone", self.script("hook.sh", "lock", "--tree", "model.txt", "--", bad, status=1))


if __name__ == "__main__":
    unittest.main()
