# SPDX-License-Identifier: Apache-2.0
"""python -m overmatch_program: the command `overmatch`."""

from overmatch_program import main

main()
