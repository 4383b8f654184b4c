"""How deep market makers are, and what that costs.

Sources: Othman, Pennock, Reeves & Sandholm 2013, ACM Transactions on Economics and Computation
1(3), for the LS-LMSR; Chen & Pennock 2007, UAI, for depth and loss; Dreber et al. 2015, PNAS
112:15343, for what 10 tokens moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.makers.ls_lmsr import LSLMSR
from market.makers.registry import opened
from market.simulation.theory.check import at_least, at_most, equals, vanishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.makers.maker import Maker
    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

__all__ = ["depth", "ls_lmsr"]

_ALPHA, _SEED = 0.05, 10.0
_VIG = 2.0 * np.log(2.0) * _ALPHA
_FAR = 1000.0
_NUDGE = 1e-6


def ls_lmsr(effort: Effort) -> Iterator[Check]:
    """Othman et al.: prices above 1, a loss in proportion to the seed, and profits."""
    dice = effort.rng("ls-lmsr")
    yes, no = 10.0 ** dice.uniform(-1.0, 4.0, (2, 500))
    states = LSLMSR.of(yes, no, _ALPHA)
    whole = states.worst_loss + np.minimum(yes, no)
    spent = yes * states.prices[:, 0] + no * states.prices[:, 1]
    yield vanishes("cost so far / (shares times prices) less 1", whole / spent - 1.0)
    yield at_most("sum of the prices, at most", states.prices.sum(axis=1), 1.0 + _VIG)
    yield at_least("sum of the prices, at least", states.prices.sum(axis=1), 1.0)
    seeded = LSLMSR.of(_SEED, _SEED, _ALPHA)
    told = "sum of the prices at even quantities"
    yield equals(told, seeded.prices.sum(), 1.0693, 5e-5)
    lost = [_loss(seeded, _SEED * times, _SEED) / _SEED for times in (2.0, 10.0)]
    yield equals("loss / seed at twice the YES shares", lost[0], 1.0693, 5e-4)
    yield equals("loss / seed at ten times the YES shares", lost[1], 1.0693, 5e-5)
    yield at_most("loss / seed at 500 other quantities", _farthest(effort), 1.0 + _VIG)
    for ratio, known in ((1.0, 58.6), (1.05, 38.4), (1.2, 5.9), (1.5, -8.4), (2.0, -10.5)):
        profit = -_loss(seeded, _FAR * ratio, _FAR)
        yield equals(f"{ratio:g} YES shares a NO: profit at worst", profit, known, 0.05)


def _farthest(effort: Effort) -> float:
    """The greatest loss by the size of the seed, over random quantities that are sold."""
    sold = 10.0 ** effort.rng("seed").uniform(-1.0, 5.0, (500, 2))
    seeded = LSLMSR.of(_SEED, _SEED, _ALPHA)
    return max(_loss(seeded, _SEED + yes, _SEED + no) for yes, no in sold) / _SEED


def _loss(maker: Maker, yes: float, no: float) -> float:
    """What a maker that holds as many of both sides loses at the worse outcome.

    All shares outstanding are paid, those that it began with, too.
    """
    first = yes - _SEED
    paid = maker.cost(1, first) + maker.after(1, first).cost(0, no - _SEED)
    return max(yes, no) - float(paid)


def depth(_effort: Effort) -> Iterator[Check]:
    """Chen & Pennock: for one worst loss, no maker is the deepest everywhere."""
    from scipy.optimize import brentq

    lmsr, quadratic = (opened(name, subsidy=1.0, prior=0.5) for name in ("lmsr", "quadratic"))
    yield equals("LMSR: shares that move a price of 50% / loss", _depth(lmsr, 0.5), 5.77, 5e-3)
    yield equals("quadratic: such shares / loss", _depth(quadratic, 0.5), 8.0, 5e-3)
    for which, low, high, known in (("lower", 0.05, 0.5, 0.236), ("upper", 0.5, 0.95, 0.764)):
        even = brentq(lambda p: _depth(lmsr, p) - _depth(quadratic, p), low, high)
        yield equals(f"{which} price at which they are as deep", even, known, 5e-4)
    crowded = opened("lmsr", subsidy=100.0 * np.log(2.0), prior=0.5)
    moved = crowded.after(1, crowded.shares(1, 10.0)).price
    yield equals("liquidity 100: price after 10 tokens, from 50%", moved, 0.5476, 5e-5)


def _depth(maker: Maker, price: float) -> float:
    """Shares that move a price, for each unit by which it moves."""
    here = maker.after(1, maker.shares_to(1, price - _NUDGE))
    return float(here.shares_to(1, price + _NUDGE)) / (2.0 * _NUDGE)
