# SPDX-License-Identifier: Apache-2.0
"""The patterns and strings of CPython's own regression tests, test/re_tests.py, a JSON array [pattern, string] a line.

Fails where that module is not installed; Debian's python3 is without it.
"""

import json

from test.re_tests import tests

for row in tests:
    if isinstance(row[0], str) and isinstance(row[1], str):
        print(json.dumps([row[0], row[1]]))
