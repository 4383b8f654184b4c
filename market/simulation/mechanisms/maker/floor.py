"""The floor of a market with a maker: the state of all its columns, and what a trade does to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from market.simulation.mechanisms.queue import Queue

    Floats = NDArray[np.float64]

__all__ = ["Floor"]


class Floor(Protocol):
    """Markets with what everybody has gained in them."""

    @property
    def log_odds(self) -> Floats:
        """Those of the price, by column."""
        ...

    def admit(self, people: Queue) -> None:
        """Open a sweep: let people queue."""
        ...

    def trade(self, turn: int, belief: Floats, acts: NDArray[np.bool_]) -> Floats:
        """Let those trade whose turn it is, each to his best expected utility.

        Args:
            turn: Their place in the queue.
            belief: Log-odds that they believe in, by column.
            acts: Which of them trade.

        Returns:
            Credits that changed hands, by column.
        """
        ...

    def dismiss(self) -> None:
        """Close a sweep."""
        ...

    def profit(self, outcome: Floats) -> Floats:
        """What everybody has gained once the questions are settled, credits.

        Args:
            outcome: 1 or 0 by column.

        Returns:
            Forecasters, columns.
        """
        ...
