# SPDX-License-Identifier: Apache-2.0
"""What installed libraries really do: their own functions, called and never written again, as matchers.

    overmatch check --command 'python -m overmatch.adapters.peft modules_to_save' --mode segment

Each module lists its rules in RULES. A rule is a matcher of the library's own making: `matcher(rule)` gives it as a function, with
which a report says what it found in which version.
"""
