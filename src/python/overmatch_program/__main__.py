# SPDX-License-Identifier: Apache-2.0
"""python -m overmatch_program: the command `overmatch`; with --include alone, the folder of the header of plugins."""

import sys

from overmatch_program import include_folder, main

if sys.argv[1:] == ["--include"]:
    print(include_folder())
else:
    main()
