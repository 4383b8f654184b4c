"""What people who see a price make of it, before they trade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.odds import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.mechanisms.queue import Queue
    from market.simulation.mechanisms.tastes import Tastes

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["Hearing"]


class Hearing:
    """Beliefs of a block's people, who listen to the price as much as each of them does.

    Some of the price becomes one's own opinion for good (`adopt`: a trader who learns from the
    market), some is only followed (`herd`), and a share of the Kelly stake is the Kelly stake of a
    belief that is mixed with the price (`fraction`; Beygelzimer, Langford & Pennock 2012, AAMAS).
    Who sees too small a difference from the price (`gap`) does not trade.
    """

    def __init__(self, tastes: Tastes, shape: tuple[int, int]) -> None:
        self._listens = bool(np.any(tastes.herd > 0.0) or np.any(tastes.adopt > 0.0))
        self._mixes = bool(np.any(tastes.fraction < 1.0))
        self._waits = bool(np.any(tastes.gap > 0.0))
        self._tastes = tastes.herd, tastes.adopt, tastes.gap, tastes.fraction
        self._come = np.zeros(shape if self._listens else (1, 1))

    def admit(self, people: Queue) -> None:
        """Open a sweep: let people queue."""
        self._people, self._moved = people, people.of(self._come)
        self._herd, self._adopt, self._gap, self._fraction = map(people.of, self._tastes)

    def dismiss(self) -> None:
        """Close a sweep."""
        if self._listens:
            self._people.put(self._come, self._moved)

    def heed(self, turn: int, opinion: Floats, acts: Flags, price: Floats) -> tuple[Floats, Flags]:
        """What is believed by those whose turn it is, and who of them trades.

        Args:
            turn: Their place in the queue.
            opinion: Log-odds that they think of themselves, by column.
            acts: Which of them act.
            price: Log-odds of the price.
        """
        belief = opinion
        if self._listens:
            moved = self._moved[turn]
            own = opinion + moved
            step = np.where(acts, self._adopt[turn] * (price - own), 0.0)
            moved += step
            own += step
            belief = own + self._herd[turn] * (price - own)
        if self._waits:
            gap = self._gap[turn]
            acts = acts & ((np.abs(expit(belief) - expit(price)) > gap) | (gap == 0.0))
        if self._mixes:
            belief = _mixed(belief, price, self._fraction[turn])
        return belief, acts


def _mixed(belief: Floats, price: Floats, share: Floats) -> Floats:
    """Log-odds of so much of a belief and the rest of the price."""
    yes, no = (
        share * expit(sign * belief) + (1.0 - share) * expit(sign * price) for sign in (1.0, -1.0)
    )
    mixed: Floats = np.log(yes / no)
    return mixed
