"""Pools of 20 forecasters whose signals overlap: when it helps to extremize, and when it hurts.

The less people know in common, the bolder what they say together should be. The figures expected
are from a simulation of 100,000 questions in the BIN world. Sources: Satopää et al. 2014,
International Journal of Forecasting 30:344; Neyman & Roughgarden 2022, EC '22.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.theory.check import at_least, at_most, averages
from market.simulation.worlds.bin import Bin
from scoring.odds import expit
from scoring.pooling.log_odds import extremized, log_pool, neyman
from scoring.pooling.static import linear, median
from scoring.rules import BRIER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

    Floats = NDArray[np.float64]

__all__ = ["overlap"]

_PEOPLE, _DRAWN = 20, 100_000

_POOLS: Mapping[str, Callable[[Floats], Floats]] = {
    "mean": linear,
    "median": median,
    "log-odds": log_pool,
    "neyman": neyman,
    "log-odds times 2.5": partial(extremized, a=2.5),
    "log-odds times 5.5": partial(extremized, a=5.5),
}

_VOICES = ("each alone", *_POOLS, "ideal")
_NONE = np.nan
_KNOWN = {
    (0.3, 0.10, 0.0): (0.2016, 0.1705, 0.1645, 0.1613, 0.1313, 0.1123, 0.0974, 0.0973),
    (0.3, 0.20, 0.0): (_NONE, 0.1858, _NONE, _NONE, 0.1776, _NONE, _NONE, 0.1776),
    (0.3, 0.25, 0.0): (_NONE, 0.1936, _NONE, 0.1931, 0.1944, 0.2047, _NONE, 0.1920),
    (0.3, 0.28, 0.0): (_NONE, 0.1984, _NONE, _NONE, 0.2030, _NONE, _NONE, _NONE),
    (0.6, 0.40, 0.2): (_NONE, 0.1226, _NONE, 0.1006, 0.0878, _NONE, _NONE, 0.0860),
}
"""Brier scores of the voices, by information, what is shared of it, and noise."""

_EVEN = 0.75
"""Share of the information that is common from which on it no longer helps to extremize."""


def overlap(effort: Effort) -> Iterator[Check]:
    """Pools: extremizing helps where signals overlap little, and hurts where they do much."""
    for crowd, known in _KNOWN.items():
        information, shared, noise = crowd
        losses = _losses(Bin(information=information, shared=shared, noise=noise), effort)
        about = f"{shared:.2f} of {information} shared" + (", noisy" if noise else "")
        for voice, expected in zip(_VOICES, known, strict=True):
            if not np.isnan(expected):
                told = f"{about}: {voice}"
                yield averages(told, losses[voice], expected, draws=_DRAWN)
        gain, told = losses["log-odds"] - losses["neyman"], f"{about}: log-odds less neyman"
        bounded = at_least if shared / information < _EVEN else at_most
        yield bounded(told, gain.mean(), 0.0)


def _losses(world: Bin, effort: Effort) -> dict[str, Floats]:
    """Brier losses on each question."""
    size = effort.size(300_000, 20_000)
    truth = effort.truth(world, size, people=_PEOPLE, purpose=f"{world.shared}")
    said = expit(truth.signal[0].T)
    losses = {name: BRIER.loss(pool(said), truth.outcome) for name, pool in _POOLS.items()}
    losses["each alone"] = BRIER.loss(said, truth.outcome[:, None]).mean(axis=1)
    losses["ideal"] = BRIER.loss(expit(truth.ideal[0]), truth.outcome)
    return losses
