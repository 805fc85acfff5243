# SPDX-License-Identifier: Apache-2.0
"""Bounds of numbers that users pass, checked before any work is done."""

from __future__ import annotations

import math
import operator

#: Random cases of a check when nobody says how many.
USUAL_CASES = 1000
#: More random cases than anybody can wait for.
MOST_CASES = 10**12
MOST_SECONDS = 10**7
MOST_SEED = 2**64 - 1


def whole_number(name: str, value: int, least: int, most: int) -> int:
    """The value, if it is a whole number within the bounds. Raises ValueError, or TypeError for what is no whole number."""
    __tracebackhide__ = True  # in pytest
    number = operator.index(value)
    if not least <= number <= most:
        raise ValueError(f"{name} is {number}: wanted is a whole number from {least} to {most}")
    return number


def checked_seconds(value: float) -> float:
    """The value, if it is a finite number within the bounds. Raises ValueError, or TypeError for what is no number."""
    __tracebackhide__ = True
    seconds = float(value)
    if not math.isfinite(seconds) or not 0 <= seconds <= MOST_SECONDS:
        raise ValueError(f"seconds is {value}: wanted is a number from 0 (which sets no time) to {MOST_SECONDS}")
    return seconds
