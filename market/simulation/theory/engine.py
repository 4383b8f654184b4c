"""The engine of simulated markets keeps its books: what traders win, the maker's score gains.

Profits are counted from what everybody owns when a question is resolved; the maker's loss follows
from its first price and its last. Sources: Hanson 2003, Information Systems Frontiers 5:107; Dudík,
Lahaie, Rogers & Wortman Vaughan 2017, NIPS, for where CARA traders stop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.makers.registry import MAKERS
from market.simulation.mechanisms.maker.automated import Automated
from market.simulation.streams import Streams
from market.simulation.theory.check import at_least, at_most, vanishes
from market.simulation.theory.scenes import scene_of_beliefs
from market.simulation.traders.equilibrium import cara_lmsr_equilibrium
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from market.simulation.scene import Scene
    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

    Floats = NDArray[np.float64]

__all__ = ["engine"]

_TRADERS = 8
_SUBSIDY, _PRIOR, _WEALTH = 50.0, 0.4, 30.0
_AVERSION, _SWEEPS = 0.01, 60


def engine(effort: Effort) -> Iterator[Check]:
    """Simulated markets: money is conserved, nobody owes, and trade ends where it should."""
    markets, streams = effort.size(512, 64), Streams(effort.seed, 0)
    belief = effort.rng("engine").normal(0.0, 1.5, (_TRADERS, markets))
    for aversion, who in ((1.0, "log"), (0.0, "neutral")):
        scene = scene_of_beliefs(belief, {"wealth": _WEALTH, "aversion": aversion}, streams)
        yield from _books(scene, who, streams)
    yield _rest(belief, streams)


def _books(scene: Scene, who: str, streams: Streams) -> Iterator[Check]:
    off, least, lost = [], [], []
    for name, mechanism in MAKERS.items():
        market = Automated(name, maker=name, subsidy=_SUBSIDY, prior=_PRIOR, sweeps=3)
        run = market.run(scene, streams)
        lost.append(run.figures["maker_loss"].max())
        assert run.profit is not None  # those who trade with a maker are known
        least.append(run.profit.min())
        if mechanism.rule is not None:
            scale = _SUBSIDY / mechanism.opened(1.0, _PRIOR).worst_loss
            first, last = (
                mechanism.rule.loss(price, scene.truth.outcome)
                for price in (_PRIOR, expit(run.log_odds[-1]))
            )
            off.append(run.figures["maker_loss"] - scale * (first - last))
    yield vanishes(f"{who}: all profits less b times gain in score", off)
    yield at_least(f"{who}: profit of one who owned 30", least, -_WEALTH)
    yield at_most(f"{who}: loss of a maker with 50 to lose", lost, _SUBSIDY)


def _rest(belief: Floats, streams: Streams) -> Check:
    liquidity = 100.0
    traits = {"wealth": 1e6, "aversion": 0.0, "absolute": _AVERSION}
    scene = scene_of_beliefs(belief, traits, streams)
    market = Automated("lmsr", subsidy=liquidity * np.log(2.0), sweeps=_SWEEPS)
    price = market.run(scene, streams).log_odds[-1]
    aversion, depth = np.full(_TRADERS, _AVERSION), np.full(belief.shape[1], liquidity)
    rest = cara_lmsr_equilibrium(expit(belief.T), aversion, depth, 0.5)
    return vanishes("CARA: log-odds after 60 sweeps less those at rest", price - logit(rest))
