# SPDX-License-Identifier: Apache-2.0
"""Asks an adapter of the libraries on PYTHONPATH: a JSON array of [rule, patterns, modules] on stdin gives one of answers, null for
patterns that the library rejects. [rule, patterns, modules, labels] asks a list with labels, of which an answer is the label of each module."""

import importlib
import json
import re
import sys
import warnings

adapter = importlib.import_module(f"overmatch.adapters.{sys.argv[1]}")


def answer(rule, patterns, modules, labels=None):
    try:
        if labels is not None:
            return list(adapter.matcher(rule)(patterns, modules, labels))
        return list(map(bool, adapter.matcher(rule)(patterns, modules)))
    except (re.error, OverflowError, RecursionError):
        return None


warnings.simplefilter("ignore")  # Python's, of brackets that may get another meaning
print(json.dumps([answer(*question) for question in json.load(sys.stdin)]))
