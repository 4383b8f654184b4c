"""What every world tells: how questions end, and what could be known of them, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from market.simulation.layout import Layout

    Floats = NDArray[np.float64]

__all__ = ["Truth", "World"]


@dataclass(frozen=True, slots=True)
class Truth:
    """Questions of a block with their outcomes. Beliefs are log-odds.

    Attributes:
        outcome: 1 or 0 for each column.
        closes: When each column's question closes, lifetimes: 1, or less if it resolves early.
        ideal: What one should believe who knew all that any of the people knows by each moment and
            how the world works; a row for each moment (or a single one, if nothing changes), a
            column for each question. No forecast can be expected to score better.
        signal: What each of the people should believe who knows what is his own to know by each
            moment; moments (or one), forecasters (or one, if all know the same), columns.
    """

    outcome: Floats
    closes: Floats
    ideal: Floats
    signal: Floats


class World(Protocol):
    """A world with a known truth: frozen parameters that a scenario writes, and a draw.

    Its constructor raises `ParameterError` for parameters that it cannot have.
    """

    def draw(self, layout: Layout, rng: np.random.Generator) -> Truth:
        """Questions of a block.

        Args:
            layout: Sizes of the block.
            rng: Source of randomness.
        """
        ...
