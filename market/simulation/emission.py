"""One path: what was said in a simulation becomes panels, and `scoring` scores them.

A lifetime is a second. Codes of forecasters: the people, `@ideal`, the price of each mechanism.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.kinds import Kind
from scoring.odds import expit
from scoring.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from market.simulation.mechanisms.mechanism import Priced
    from market.simulation.mechanisms.poll import Told
    from market.simulation.scene import Scene

    Floats = NDArray[np.float64]
    Rows = tuple[NDArray[np.intp], NDArray[np.intp], Floats, Floats]

__all__ = ["Emitted", "emit"]


@dataclass(frozen=True, slots=True)
class Emitted:
    """Panels of a block.

    Attributes:
        panel: All columns of the block as questions of one panel; a lane is a cluster.
        people: How many forecasters are people: codes below.
    """

    panel: Panel
    people: int


def emit(scene: Scene, told: Told, priced: Sequence[Priced]) -> Emitted:
    """What was said in a block, as a panel.

    Args:
        scene: The block.
        told: What the poll heard.
        priced: What each mechanism's price was.
    """
    layout, truth = scene.layout, scene.truth
    ideal = np.broadcast_to(truth.ideal, (layout.moments, layout.columns))
    curves = [ideal, *(market.log_odds for market in priced)]
    rows = [_reports(told, layout.times)]
    rows += [_curve(curve, layout.forecasters + n, layout.times) for n, curve in enumerate(curves)]
    who, question, time, probability = (np.concatenate(part) for part in zip(*rows, strict=True))
    kind = np.repeat([Kind.SIMULATED.code, Kind.COMPUTED.code], [layout.forecasters, len(curves)])
    panel = Panel.from_reports(
        forecaster=who,
        question=question,
        time=time,
        probability=probability,
        opens=np.zeros(layout.columns),
        closes=truth.closes,
        scheduled=np.ones(layout.columns),
        outcome=truth.outcome,
        cluster=np.arange(layout.columns) // layout.lane,
        kind=kind,
    )
    return Emitted(panel, layout.forecasters)


def _reports(told: Told, times: Floats) -> Rows:
    """Reports and withdrawals of people: forecaster, question, time, probability."""
    moment, who, question = np.nonzero(told.speaks | told.withdraws)
    said = expit(told.log_odds[moment, who, question])
    said = np.where(told.speaks[moment, who, question], said, np.nan)
    return who, question, times[moment], said


def _curve(log_odds: Floats, code: int, times: Floats) -> Rows:
    """A price at each moment as a report of a forecaster."""
    moment, question = np.nonzero(~np.isnan(log_odds))
    return np.full(moment.size, code), question, times[moment], expit(log_odds[moment, question])
