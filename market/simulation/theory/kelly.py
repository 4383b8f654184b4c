"""Traders with logarithmic utility: together they are a Bayesian, alone they stake a fraction.

A crowd of beliefs from 0.1 % to 99.9 %, each with the same wealth, is a uniform prior; its price is
then Laplace's rule of succession. Source: Beygelzimer, Langford & Pennock 2012, AAMAS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from market.simulation.theory.check import at_most, equals, vanishes
from market.simulation.traders.equilibrium import crra_equilibrium
from market.simulation.traders.kelly import fractional_kelly_belief, kelly_fraction, kelly_wealth
from scoring.rules import LOG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

    Floats = NDArray[np.float64]

__all__ = ["fractional_kelly", "kelly"]

_BELIEFS = np.arange(1, 1000) / 1000.0
_ROUNDS = 150
_FIRST = 1.0 / 3000.0
"""By how much so many beliefs miss Laplace's 2/3 after one YES: their mean is 1999/3000."""

_SHARE, _LONG = 0.2, 1000


class _Season(NamedTuple):
    """Rounds of a market.

    Attributes:
        prices: The price before each outcome.
        wealth: What everybody owns at the end, all having begun with the same, together 1.
    """

    prices: Floats
    wealth: Floats


def _season(outcomes: Floats, share: float = 1.0) -> _Season:
    """What becomes of Kelly traders who each bet a share of the full stake."""
    wealth, prices = np.full(_BELIEFS.size, 1.0 / _BELIEFS.size), []
    for outcome in outcomes:
        price = _BELIEFS @ wealth
        prices.append(price)
        wealth = kelly_wealth(fractional_kelly_belief(_BELIEFS, price, share), wealth, outcome)
    return _Season(np.array(prices), wealth)


def kelly(effort: Effort) -> Iterator[Check]:
    """Log traders: the mean belief by wealth, and Bayes' rule."""
    dice = effort.rng("kelly")
    belief, owned = dice.uniform(0.01, 0.99, (50, 20)), dice.pareto(1.5, (50, 20)) + 0.01
    mean = np.average(belief, axis=1, weights=owned)
    yield vanishes("price less mean belief by wealth", crra_equilibrium(belief, owned, 1.0) - mean)
    rounds = np.arange(_ROUNDS)
    by_turns = (rounds % 2 == 0).astype(np.float64)
    laplace = (np.cumsum(by_turns) - by_turns + 1.0) / (rounds + 2.0)
    off = np.abs(_season(by_turns).prices - laplace).max()
    yield equals("price less Laplace's rule, at worst of 150 rounds", off, _FIRST, 5e-6)
    outcomes = (dice.random(_ROUNDS) < 0.5).astype(np.float64)  # noqa: PLR2004 - a fair coin
    yield from _learning(_season(outcomes), outcomes)


def _learning(season: _Season, outcomes: Floats) -> Iterator[Check]:
    """What a market of log traders has learnt, and lost on the way."""
    lost = LOG.loss(season.prices, outcomes).sum()
    losses = LOG.loss(_BELIEFS[:, None], outcomes).sum(axis=1)
    mixed = -np.log(np.exp(-losses).mean())
    yield vanishes("log loss of the price + ln of the mean likelihood", lost - mixed)
    posterior = np.exp(losses.min() - losses)
    off = season.wealth - posterior / posterior.sum()
    yield vanishes("wealth less Bayes' posterior of the beliefs", off)
    bound = np.log(_BELIEFS.size)
    yield at_most("log loss less that of the best belief of 999", lost - losses.min(), bound)


def fractional_kelly(effort: Effort) -> Iterator[Check]:
    """Traders who bet a share of the Kelly stake: recent outcomes count for more.

    Near the truth wealth has a normal distribution, whose precision grows by share^2 / p (1 - p) a
    round; the price then moves by (outcome - price) / (share t), so that the outcome of round t
    counts in proportion to t^(1 / share - 1).
    """
    dice = effort.rng("fractional kelly")
    belief, price, share = dice.uniform(0.01, 0.99, (3, 500))
    mixed = kelly_fraction(fractional_kelly_belief(belief, price, share), price).fraction
    part = share * kelly_fraction(belief, price).fraction
    yield vanishes("stake of the mixed belief less share of the stake", mixed - part)
    outcomes = (dice.random(_LONG) < 0.6).astype(np.float64)  # noqa: PLR2004 - some chance
    prices, rounds = _season(outcomes, _SHARE).prices[1:], np.arange(1.0, _LONG)
    late = slice(_LONG // 3, None)
    off = {
        power: _spread((prices - _frequency(outcomes[:-1], rounds**power))[late])
        for power in (1.0 / _SHARE - 1.0, 0.0)
    }
    aged, plain = off.values()
    told = "distance to discounted / to plain frequency"
    yield at_most(told, aged / plain, 0.1)


def _frequency(outcomes: Floats, weight: Floats) -> Floats:
    """Share of YES until each round, by weight."""
    share: Floats = np.cumsum(weight * outcomes) / np.cumsum(weight)
    return share


def _spread(difference: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(difference))))
