"""Beliefs that mean what they say: calibrated at every moment, and moving no more than they learn.

If beliefs are calibrated, their squared movements are expected to add up to the uncertainty that
they have dispelled. Source: Augenblick & Rabin 2021, Quarterly Journal of Economics 136:933.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.theory.check import ERRORS, at_most, averages
from market.simulation.worlds.beta import Beta
from market.simulation.worlds.bin import Bin
from market.simulation.worlds.evidence import Evidence
from market.simulation.worlds.gaussian import Gaussian
from market.simulation.worlds.hazard import Hazard
from market.simulation.worlds.probit import Probit
from scoring.odds import expit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort
    from market.simulation.worlds.world import Truth, World

    Floats = NDArray[np.float64]

__all__ = ["calibration", "martingale"]

_MOMENTS, _PEOPLE = 24, 3
_BOUND = 0.5244005127080407
"""Brownian motions end above it with a probability of 30 %."""

_PATHS: dict[str, World] = {
    "probit": Probit(spread=0.0, bound=_BOUND),
    "evidence": Evidence(prior=0.3, evidence=4.0, shared=1.0),
}
_CALIBRATED: dict[str, World] = {
    "beta": Beta(alpha=1.0, beta=2.0, draws=4, common=2),
    "gaussian": Gaussian(noise=1.0, shared=0.4, bound=0.5),
    "probit": Probit(private=0.5),
    "evidence": Evidence(prior=0.3),
    "hazard": Hazard(),
}


def martingale(effort: Effort) -> Iterator[Check]:
    """Beliefs move by as much as they learn."""
    for name, world in _PATHS.items():
        truth = effort.truth(world, effort.size(200_000, 20_000), moments=_MOMENTS)
        belief = expit(truth.ideal)
        moved = np.square(np.diff(belief, axis=0)).sum(axis=0)
        start, end = (at * (1.0 - at) for at in (belief[0], belief[-1]))
        told = f"{name}: squared movements + uncertainty left"
        yield averages(told, moved + end, start.mean())
        yield averages(f"{name}: last belief, from 30%", belief[-1], 0.3)


def calibration(effort: Effort) -> Iterator[Check]:
    """What is believed comes true as often as it says, at every moment and of every kind."""
    size = effort.size(100_000, 8_000)
    told = "{}: worst of 6 moments, standard errors off"
    for name, world in _CALIBRATED.items():
        truth = effort.truth(world, size, people=_PEOPLE, moments=6)
        yield at_most(told.format(name), _worst(truth), ERRORS)
    truth = effort.truth(Bin(information=0.3, noise=0.2, bias=0.3), size, people=_PEOPLE)
    ideal = _miss(truth.ideal[0], truth.outcome, truth.closes > 0.0)
    yield at_most("bin: the ideal, standard errors off", ideal, ERRORS)


def _worst(truth: Truth) -> float:
    """The worst miss of the ideal and of each of the people, at moments before the close."""
    moments = len(truth.ideal)
    misses = [
        _miss(belief, truth.outcome, truth.closes > moment / moments)
        for moment in range(moments)
        for belief in (truth.ideal[moment], *truth.signal[min(moment, len(truth.signal) - 1)])
    ]
    return max(misses)


def _miss(log_odds: Floats, outcome: Floats, is_open: NDArray[np.bool_]) -> float:
    """Standard errors by which outcomes miss the beliefs, all alike or by what they say."""
    belief = expit(log_odds[is_open])
    surprise = outcome[is_open] - belief
    tilted = (surprise, surprise * (belief - belief.mean()))
    size = np.sqrt(belief.size)
    errors = (size * abs(value.mean()) / max(value.std(), 1e-12) for value in tilted)
    return float(max(errors))
