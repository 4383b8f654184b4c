"""One statement of theory: the figure that the code finds, and the one that was published."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Check"]


class Check(NamedTuple):
    """A row of the pass table.

    Attributes:
        law: Which law it belongs to, by its short name: ``kelly``, ``bin`` ...
        statement: What is claimed, in one line.
        found: The figure that was found.
        expected: The figure that theory, or the paper, has.
        tolerance: How far the two may lie apart. For a bound it is 0, and ``found`` is what is left
            over beyond the bound, which ``expected`` says must not exceed 0.
        source: Paper and year, or ``exact``.
        one_sided: Whether ``found`` need only not exceed ``expected`` by more than the tolerance.
    """

    law: str
    statement: str
    found: float
    expected: float
    tolerance: float
    source: str
    one_sided: bool = False

    @property
    def passed(self) -> bool:
        """Whether the two agree."""
        off = self.found - self.expected
        return off <= self.tolerance and (self.one_sided or off >= -self.tolerance)
