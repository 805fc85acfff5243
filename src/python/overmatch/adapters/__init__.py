# SPDX-License-Identifier: Apache-2.0
"""Matchers that call the rules of installed libraries, instead of copies of them.

    overmatch check --command 'python -m overmatch.adapters.peft modules_to_save' --mode segment

Each module lists the rules of one library in RULES; `matcher(rule)` returns one as a function. Reports name the library's version.
"""
