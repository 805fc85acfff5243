# SPDX-License-Identifier: Apache-2.0
"""python -m overmatch: the command `overmatch`."""

from overmatch_program import main

main()
