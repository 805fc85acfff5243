# SPDX-License-Identifier: Apache-2.0
"""The rules of the modes as matchers, right by definition, and options of a quick check."""

RULES = {
    "endswith": lambda module, pattern: module.endswith(pattern),
    "segment": lambda module, pattern: module == pattern or module.endswith("." + pattern),
    "exact": lambda module, pattern: module == pattern,
    "subtree": lambda module, pattern: pattern == "" or module == pattern or module.startswith(pattern + "."),
}
QUICK = {"cases": 200, "exhaustive": False}


def matcher_of(rule):
    return lambda patterns, modules: [any(rule(module, pattern) for pattern in patterns) for module in modules]
