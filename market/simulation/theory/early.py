"""Questions that close early if the answer is YES: which average makes it pay to exaggerate.

An event comes at a rate of 0.7 a lifetime, and ends its question. Whoever names higher odds than
are right is nearer to the truth on the questions that end early; a mean over questions counts the
short time of these for as much as a whole life, and a mean over time does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.theory.check import averages
from market.simulation.worlds.hazard import Hazard
from scoring.odds import expit, logit
from scoring.panel import Panel
from scoring.timeline import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort
    from market.simulation.worlds.world import Truth

    Floats = NDArray[np.float64]

__all__ = ["early"]

_RATE, _CERTAIN = 0.7, 1e9
_MOMENTS = 50
_ODDS = (1.0, 2.1)
_POINTS = 4000


def early(effort: Effort) -> Iterator[Check]:
    """Early resolution: honesty beats higher odds over time, not over questions."""
    world = Hazard(rate=_RATE, shape=_CERTAIN, watched=0.0)
    panel = _panel(effort.truth(world, effort.size(32_000, 6_000), moments=2 * _MOMENTS))
    scored = cells(panel)
    honest, bold = (scored.forecaster == code for code in range(len(_ODDS)))
    exact = np.array([_expected(odds) for odds in _ODDS])
    yield averages("honest: mean of the Brier scores", scored.brier[honest], exact[0, 0])
    yield averages("bold, odds times 2.1: mean of the scores", scored.brier[bold], exact[1, 0])
    for place, figure, told in (
        (0, scored.brier, "mean of the Brier scores: bold less honest"),
        (1, scored.brier_time, "loss over the time open: bold less honest"),
    ):
        yield averages(told, figure[bold] - figure[honest], exact[1, place] - exact[0, place])


def _panel(truth: Truth) -> Panel:
    """Forecasters who say what should be believed, times their factor in odds.

    Each report is right in the middle of the time for which it stands, so that those of few moments
    score as if they came all the time.
    """
    belief = truth.ideal[1::2]
    moments, columns = belief.shape
    said = belief + np.log(_ODDS)[:, None, None]
    who, moment, question = (place.ravel() for place in np.indices(said.shape))
    return Panel.from_reports(
        forecaster=who,
        question=question,
        time=moment / moments,
        probability=expit(said).ravel(),
        opens=np.zeros(columns),
        closes=truth.closes,
        scheduled=np.ones(columns),
        outcome=truth.outcome,
    )


def _expected(odds: float) -> tuple[float, float]:
    """The mean of time-averaged Brier losses, and that of their integrals, by the midpoint rule."""
    time = (np.arange(_POINTS) + 0.5) / _POINTS
    said = expit(logit(-np.expm1(-_RATE * (1.0 - time))) + np.log(odds))
    comes, stays = _RATE * np.exp(-_RATE * time), np.exp(-_RATE)
    wrong, if_no = np.square(1.0 - said), np.mean(np.square(said))
    if_yes = (np.cumsum(wrong) - 0.5 * wrong) / _POINTS
    of_time = np.mean(comes * if_yes / time) + stays * if_no
    return float(of_time), float(np.mean(comes * if_yes) + stays * if_no)
