"""What log traders with budgets make of an LMSR: nearly their mean belief, the maker among them.

The maker counts as one more of them, who believes its first price and owns what it can lose at
most. Source: Sethi & Vaughan 2016, Computational Economics 48:155.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.mechanisms.maker.automated import Automated
from market.simulation.streams import Streams
from market.simulation.theory.check import averages
from market.simulation.theory.scenes import scene_of_beliefs
from scoring.odds import expit, logit
from scoring.pooling.static import linear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

    Floats = NDArray[np.float64]

__all__ = ["budgets"]

_TRADERS, _MARKETS, _PRIOR, _SWEEPS = 10, 64, 0.5, 40
_PUBLISHED = 60
"""Random markets of which the expected figures are means."""


def budgets(effort: Effort) -> Iterator[Check]:
    """Sethi & Vaughan: where the trade of log traders with a credit each ends."""
    # The liquidity is from a tenth of a credit to ten, each part of the scale alike.
    scale = np.geomspace(0.1, 10.0, 2 * effort.size(32, 4) + 1)[1::2]
    subsidies = enumerate(scale * np.log(2.0))
    off = [_errors(subsidy, Streams(effort.seed, block)) for block, subsidy in subsidies]
    errors = np.concatenate(off, axis=1)
    rows = (("its worst loss", 0.0057), ("nothing", 0.0116))
    for (told, known), error in zip(rows, errors, strict=True):
        yield averages(f"the maker counts by {told}: error", error, known, draws=_PUBLISHED)


def _errors(subsidy: float, streams: Streams) -> Floats:
    """Distance of prices from mean beliefs, with the maker's among them and without."""
    belief = streams.rng("verify budgets").uniform(0.05, 0.95, (_TRADERS, _MARKETS))
    scene = scene_of_beliefs(logit(belief), {"wealth": 1.0, "aversion": 1.0}, streams)
    market = Automated("lmsr", subsidy=subsidy, prior=_PRIOR, sweeps=_SWEEPS)
    price = expit(market.run(scene, streams).log_odds[-1])
    everybody = np.column_stack([belief.T, np.full(_MARKETS, _PRIOR)])
    weights = (np.append(np.ones(_TRADERS), own) for own in (subsidy, 0.0))
    return np.abs(price - np.stack([linear(everybody, weight) for weight in weights]))
