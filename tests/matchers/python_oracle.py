# SPDX-License-Identifier: Apache-2.0
"""Answers for tests/matchers: what Python's `re` and `fnmatch` say.

Standard input, one JSON value a line: first the sets of names, a list of lists; then questions, [pattern, number of a set].
Standard output: the version ("[3, 11, 2]"), then a line a question: "!" for a pattern that does not compile, else a 1 or a 0 for each
name. The only argument is the method to call: "fullmatch", "match" or "search" of a regex, or "fnmatchcase" of a glob.
"""

import fnmatch
import json
import re
import sys


def main():
    method = sys.argv[1]
    lines = iter(sys.stdin.buffer)
    name_sets = json.loads(next(lines))
    out = [json.dumps(sys.version_info[:3])]
    for line in lines:
        pattern, names = json.loads(line)
        if method == "fnmatchcase":
            matches = re.compile(fnmatch.translate(pattern)).match  # what fnmatchcase calls, without its cache
            out.append("".join("1" if matches(name) else "0" for name in name_sets[names]))
            continue
        try:
            matches = getattr(re.compile(pattern), method)
        except (re.error, OverflowError, RecursionError, ValueError):
            out.append("!")
            continue
        out.append("".join("1" if matches(name) else "0" for name in name_sets[names]))
    sys.stdout.write("\n".join(out) + "\n")


main()
