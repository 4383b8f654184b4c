"""Wagers without a price: nobody's money is lost, and who profits for sure.

Sources: Lambert et al. 2008, ACM Conference on Electronic Commerce; Chen, Devanur, Pennock &
Wortman Vaughan 2014, same conference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.makers.wagering import no_arbitrage_wagering, weighted_score_wagering
from market.simulation.theory.check import EXACT, at_least, at_most, equals, vanishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

__all__ = ["wagering"]

_BELIEFS = np.linspace(0.0, 1.0, 101)


def wagering(effort: Effort) -> Iterator[Check]:
    """Self-financed wagering: the balance, honesty, and arbitrage."""
    dice, size = effort.rng("wagering"), effort.size(200_000, 2000)
    said, stake = dice.random((size, 6)), dice.pareto(1.5, (size, 6)) + 0.01
    both = [weighted_score_wagering(said, stake, np.full(size, o)) for o in (0, 1)]
    yield vanishes("gains of all, by score: their sum", np.sum(both, axis=-1) / stake.sum(axis=-1))
    yield at_most("loss of anybody / the wager", -np.array(both) / stake, 1.0)
    between = [weighted_score_wagering([0.2, 0.8, 0.5], np.ones(3), o)[2] for o in (0, 1)]
    for outcome, gain in zip(("NO", "YES"), between, strict=True):
        yield equals(f"50% between 20% and 80%, if {outcome}: gain", gain, 0.06, EXACT)
    fair = np.array([no_arbitrage_wagering(said, stake, np.full(size, o)) for o in (0, 1)])
    yield at_most("form without arbitrage: surest gain of anybody", fair.min(axis=0), 0.0)
    house = -fair.sum(axis=-1) / stake.sum(axis=-1)
    yield at_least("form without arbitrage: what the house keeps", house, 0.0)
    yield vanishes("belief 30%: best report less 30%", _best(0.3) - 0.3)


def _best(belief: float) -> float:
    """The report with the highest expected gain, against two others."""
    others = np.broadcast_to([0.1, 0.75], (_BELIEFS.size, 2))
    said = np.column_stack([_BELIEFS, others])
    gain = [weighted_score_wagering(said, [1.0, 2.0, 5.0], np.full(len(said), o)) for o in (0, 1)]
    expected = (1.0 - belief) * gain[0][:, 0] + belief * gain[1][:, 0]
    return float(_BELIEFS[expected.argmax()])
