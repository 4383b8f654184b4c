"""What keeps a price from the truth: too few traders, a maker's own opinion, too little trade.

A shallow market maker hardly pulls the price, but is slow to bring traders together; a deep one is
quick and pulls. Traders have constant absolute risk aversion, and the price at which all stop is
known exactly. Source: Dudík, Lahaie, Rogers & Wortman Vaughan 2017, NIPS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.makers.lmsr import LMSR
from market.simulation.theory.check import ERRORS, at_least, equals, vanishes
from market.simulation.traders.demand import cara_trade_lmsr
from market.simulation.traders.equilibrium import cara_equilibrium, cara_lmsr_equilibrium
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

    Floats = NDArray[np.float64]

__all__ = ["convergence", "liquidity_bias", "sampling"]

_AVERSION = 0.01
_TRADERS = 100
_SWEEPS = (10, 20, 40)

_LEFT = {10.0: (0.084, 0.087, 0.0058), 100.0: (2.2e-3, 4.7e-6, 4.4e-11), 1000.0: (4.6e-7, 7.7e-14)}
"""By liquidity, the error in log-odds after so many sweeps, once measured on a single market."""

_DECADE = 1.0
"""One market is not another: their errors differ by factors of three."""


def liquidity_bias(_effort: Effort) -> Iterator[Check]:
    """The price at rest is off in proportion to the liquidity."""
    belief = expit(np.full(10, 0.5))
    for liquidity, known in ((1, 1.1739), (2, 1.1728), (4, 1.1706), (8, 1.1663)):
        price = cara_lmsr_equilibrium(belief, np.full(10, _AVERSION), liquidity, 0.5)
        off = 1e4 * (belief[0] - price) / liquidity
        yield equals(f"liquidity {liquidity}: 10,000 times bias / b", off, known, 5e-5)


def sampling(effort: Effort) -> Iterator[Check]:
    """The fewer traders, the farther is their pool from that of all who might trade."""
    crowds = effort.size(20_000, 1000)
    dice, spread = effort.rng("sampling"), []
    for traders in (25, 400):
        belief = expit(dice.standard_normal((crowds, traders)))
        spread.append(logit(cara_equilibrium(belief, np.full(traders, _AVERSION))).std())
    ratio = spread[0] / spread[1]
    tolerance = ERRORS * ratio / np.sqrt(crowds)  # of either spread 1 part in sqrt(2 crowds)
    yield equals("sampling error: 25 traders / 400 traders", ratio, 4.0, tolerance)


def convergence(effort: Effort) -> Iterator[Check]:
    """The error that is left falls geometrically, and faster with more liquidity."""
    dice, markets = effort.rng("convergence"), effort.size(256, 16)
    for liquidity, known in _LEFT.items():
        left = _errors(liquidity, markets, dice, shuffled=True)
        for sweeps, expected in zip(_SWEEPS, known, strict=False):
            found, told = np.log10(left[sweeps]), f"liquidity {liquidity:g}, {sweeps} sweeps"
            yield equals(f"{told}: log10 of the error", found, np.log10(expected), _DECADE)
    yield vanishes("liquidity 1000, 40 sweeps: error", left[40], 1e-13)
    listed = _errors(100.0, markets, dice, shuffled=False)
    yield at_least("liquidity 100, 40 sweeps, never shuffled: error", listed[40], 1e-3)


def _errors(
    liquidity: float, markets: int, dice: np.random.Generator, *, shuffled: bool
) -> dict[int, float]:
    """Median over markets of the distance to the price at rest, log-odds, after some sweeps."""
    belief, market = expit(dice.standard_normal((_TRADERS, markets))), np.arange(markets)
    aversion = np.full(_TRADERS, _AVERSION)
    rest = logit(cara_lmsr_equilibrium(belief.T, aversion, np.full(markets, liquidity), 0.5))
    maker, held = LMSR.opened(np.full(markets, liquidity), 0.5), np.zeros(belief.shape)
    order, left = np.tile(np.arange(_TRADERS)[:, None], markets), {}
    for sweep in range(1, _SWEEPS[-1] + 1):
        for who in dice.permuted(order, axis=0) if shuffled else order:
            wants, owns = belief[who, market], held[who, market]
            shares = cara_trade_lmsr(wants, maker.price, liquidity, _AVERSION, owns)
            maker, held[who, market] = maker.after(1, shares), owns + shares
        left[sweep] = float(np.median(np.abs(maker.log_odds - rest)))
    return left
