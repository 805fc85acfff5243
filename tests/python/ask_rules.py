# SPDX-License-Identifier: Apache-2.0
"""Asks an adapter of the libraries on PYTHONPATH: a JSON array of [rule, patterns, modules] on stdin gives one of answers."""

import importlib
import json
import sys

adapter = importlib.import_module(f"overmatch.adapters.{sys.argv[1]}")
print(json.dumps([list(map(bool, adapter.matcher(rule)(patterns, modules))) for rule, patterns, modules in json.load(sys.stdin)]))
