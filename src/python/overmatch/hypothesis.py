# SPDX-License-Identifier: Apache-2.0
"""A Hypothesis strategy over overmatch's generator: `pip install overmatch[hypothesis]`.

    import overmatch.hypothesis
    from hypothesis import given, settings

    @settings(deadline=None)
    @given(overmatch.hypothesis.cases("segment"))
    def test_matcher(case):
        overmatch.replay(my_matcher, case)

`overmatch.replay` tests every property on the case; `case.expected` holds the names that the reference selects. Each choice of the generator is a draw, so that Hypothesis shrinks a failing case and keeps it in its database.
"""

from __future__ import annotations

from hypothesis import strategies
from hypothesis.strategies import DrawFn, SearchStrategy

from overmatch import _core
from overmatch._case import Case
from overmatch._types import Mode, Order

__all__ = ["cases"]


def cases(mode: Mode = "segment", *, wide: bool = False, order: Order | None = None) -> SearchStrategy[Case]:
    """The cases of `overmatch.cases`: modules, decoys that resemble them, patterns about both, and what the reference selects. A case
    shrinks to few and short names. `wide` and `order` as in `overmatch.cases`. Raises ValueError for an unknown mode or order."""
    _core.order_of(mode, order or "")

    @strategies.composite
    def drawn(draw: DrawFn) -> Case:
        return Case.from_json(_core.drawn_case(mode, wide, order or "", lambda bound: draw(strategies.integers(0, bound - 1))))

    return drawn()
