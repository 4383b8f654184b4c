"""What a price tells of the beliefs behind it, if traders dislike risk, or do not.

Beliefs are told by the quantiles of their distribution, which all have the same wealth. Sources:
Wolfers & Zitzewitz 2006, NBER working paper 12200; He & Treich 2017, Journal of Mathematical
Economics 70:105; Gjerstad 2005, University of Arizona; Manski 2006, Economics Letters 91:425.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.theory.check import at_least, at_most, equals, vanishes
from market.simulation.traders.equilibrium import (
    cara_equilibrium,
    crra_equilibrium,
    manski_mean_bounds,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

    Floats = NDArray[np.float64]

__all__ = ["crra", "gjerstad", "manski"]

_AVERSIONS = (0.5, 2.0, 5.0)
_POINT = 100.0
"""Percentage points."""
_NEUTRAL = 1e-4
"""An aversion so small that everybody bets all on one side, but for a few."""
_QUANTILES = 10_000


def _quantiles() -> Floats:
    middle: Floats = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
    return middle


def _uniform(mean: float, half: float) -> Floats:
    return mean + half * (2.0 * _quantiles() - 1.0)


def _beta(mean: float, cases: float) -> Floats:
    from scipy.special import betaincinv

    found: Floats = betaincinv(cases * mean, cases * (1.0 - mean), _quantiles())
    return found


def crra(effort: Effort) -> Iterator[Check]:
    """Wolfers & Zitzewitz, and He & Treich: a price is nearly the mean belief."""
    off = [
        _POINT * (crra_equilibrium(_uniform(mean, 0.05), 1.0, aversion) - mean)
        for mean in np.linspace(0.2, 0.8, 13)
        for aversion in (0.5, 1.0, 2.0, 5.0)
    ]
    yield at_most("beliefs ±5 points, mean 20 to 80%: off", np.abs(off), 0.16)
    near, wide = _uniform(0.1, 0.05), np.clip(_uniform(0.1, 0.2), 1e-6, None)
    for aversion, known in zip(_AVERSIONS, (0.365, -0.195, -0.315), strict=True):
        found = _POINT * (crra_equilibrium(near, 1.0, aversion) - near.mean())
        yield equals(f"beliefs ±5, mean 10%: off with aversion {aversion:g}", found, known, 5e-4)
    found = _POINT * (cara_equilibrium(near, np.ones(near.size)) - near.mean())
    yield equals("beliefs ±5, mean 10%: off with CARA", found, -0.395, 5e-4)
    for aversion, known in zip(_AVERSIONS, (3.2, -3.5, -7.6), strict=True):
        found = _POINT * (crra_equilibrium(wide, 1.0, aversion) - wide.mean())
        yield equals(f"beliefs ±20 about 10%: off with aversion {aversion:g}", found, known, 0.05)
    yield from _only_logarithmic(effort)


def _only_logarithmic(effort: Effort) -> Iterator[Check]:
    """He & Treich: the price is the mean belief for every crowd if utility is logarithmic."""
    crowds = effort.rng("he treich").beta(1.0, 3.0, (200, 30)).clip(1e-4, 1.0 - 1e-4)
    mean = crowds.mean(axis=1)
    off = {g: crra_equilibrium(crowds, 1.0, g) - mean for g in (0.8, 1.0, 1.25)}
    yield vanishes("200 crowds: price less mean with log utility", off[1.0])
    told = "200 crowds: least distance with aversion {}"
    for aversion in (0.8, 1.25):
        yield at_least(told.format(aversion), _POINT * np.abs(off[aversion]), 0.02)


def gjerstad(_effort: Effort) -> Iterator[Check]:
    """Gjerstad: less aversion than log pulls the price to one half, more overshoots."""
    for mean, known in ((0.6, -0.0063), (0.7, -0.0123), (0.9, -0.0198)):
        found = crra_equilibrium(_beta(mean, 4.0), 1.0, 0.68) - mean
        told = f"aversion 0.68, Beta({4 * mean:g}, {4 - 4 * mean:g}): off the mean"
        yield equals(told, found, known, 5e-5)
    means = np.linspace(0.1, 0.9, 9)
    off = np.array(
        [[crra_equilibrium(_beta(m, 4.0), 1.0, g) - m for m in means] for g in (0.97, 2.0)]
    )
    yield at_most("aversion 0.97, 9 crowds: off the mean", np.abs(off[0]), 0.0016)
    outward = (off * np.sign(means - 0.5))[:, means != 0.5]  # noqa: PLR2004 - one half
    yield at_most("aversion 0.97: away from one half", outward[0], 0.0)
    yield at_least("aversion 2: away from one half", outward[1], 0.0)


def manski(_effort: Effort) -> Iterator[Check]:
    """Manski: risk-neutral traders with like budgets tell a quantile, and bound the mean."""
    for (a, b), known, digits in (((2, 6), 0.30955, 5e-6), ((1, 9), 0.1757, 5e-5)):
        belief = _beta(a / (a + b), a + b)
        price = crra_equilibrium(belief, 1.0, _NEUTRAL)
        low, high = manski_mean_bounds(price)
        crowd = f"Beta({a}, {b})"
        yield equals(f"{crowd}: price", price, known, digits + 1.0 / _QUANTILES)
        share = np.mean(belief > price)
        yield equals(f"{crowd}: share of the beliefs above the price", share, price, 1e-4)
        yield at_least(f"{crowd}: mean belief less the lower bound", a / (a + b) - low, 0.0)
        yield at_most(f"{crowd}: mean belief less the upper bound", a / (a + b) - high, 0.0)
    yield from _at_the_bounds()


def _at_the_bounds() -> Iterator[Check]:
    """Crowds of two opinions with a price of 40 %, whose mean beliefs are the bounds."""
    near, far = 2e-3, 1e-9
    for low, high, mean in ((far, 0.4 + near, 0.16), (0.4 - near, 1.0 - far, 0.64)):
        belief = np.repeat([low, high], [6, 4])
        bounds = manski_mean_bounds(crra_equilibrium(belief, 1.0, _NEUTRAL))
        nearest = min(bounds, key=lambda bound: abs(float(bound) - belief.mean()))
        yield equals(f"price 40%, mean belief {mean:.0%}: a bound", nearest, mean, near)
