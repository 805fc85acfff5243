# SPDX-License-Identifier: Apache-2.0
"""Checks the saved cases of a corpus folder against its case.schema.json, and that the schema refuses what the reader refuses."""

import json
import pathlib
import sys

import jsonschema

corpus = pathlib.Path(sys.argv[1])
schema = json.loads((corpus / "case.schema.json").read_text("utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
wrong = 0

for file in sorted((corpus / "cases").rglob("*.json")):
    for error in validator.iter_errors(json.loads(file.read_text("utf-8"))):
        print(f"{file}: {error.json_path}: {error.message}")
        wrong += 1

good = {"overmatch": 1, "mode": "exact", "patterns": ["a..b"], "modules": ["a", "", "a\n.b\n"], "about": {"any": 1}}
bad = [
    {"overmatch": 3}, {"mode": "glob"}, {"overmatch": 2, "mode": "globs"}, {"patterns": "a"}, {"patterns": [1]}, {"modules": ["a..b"]}, {"modules": ["a", "a"]},
    {"modules": ["a."]}, {"modules": ["\n."]}, {"modules": [".a"]}, {"intended": "a..b"}, {"expected": "refused"},
    {"patern": []}, {"about": {"kinds": "leaf"}}, {"about": []},
]
fine = [{}, {"overmatch": 2}, {"overmatch": 2, "mode": "glob"}]
for change in [*fine, *bad]:
    if validator.is_valid({**good, **change}) != (change in fine):
        print(f"the schema is wrong about {change or good}")
        wrong += 1
for member in ("overmatch", "mode", "patterns", "modules"):
    if validator.is_valid({name: value for name, value in good.items() if name != member}):
        print(f"the schema does not require {member}")
        wrong += 1

sys.exit(wrong > 0)
