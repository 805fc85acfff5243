# SPDX-License-Identifier: Apache-2.0
"""Checks numbers that users pass, before any work is done."""

from __future__ import annotations

import math
import operator

#: The default number of random cases of a check.
USUAL_CASES = 1000
#: More random cases than anybody can wait for.
MOST_CASES = 10**12
MOST_SECONDS = 10**7
MOST_SEED = 2**64 - 1


def whole_number(name: str, value: int, least: int, most: int) -> int:
    """Returns a whole number within the bounds. Raises ValueError, or TypeError for another type."""
    __tracebackhide__ = True  # in pytest
    number = operator.index(value)
    if not least <= number <= most:
        raise ValueError(f"{name} is {number}, not a whole number from {least} to {most}")
    return number


def checked_seconds(value: float) -> float:
    """Returns a finite number within the bounds. Raises ValueError, or TypeError for another type."""
    __tracebackhide__ = True
    seconds = float(value)
    if not math.isfinite(seconds) or not 0 <= seconds <= MOST_SECONDS:
        raise ValueError(f"seconds is {value}, not a number from 0 (no time) to {MOST_SECONDS}")
    return seconds
