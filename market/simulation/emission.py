"""One path: what was said in a simulation becomes panels, and `scoring` scores them.

A lifetime is a second. Codes of forecasters: the people, `@ideal`, the price of each mechanism.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.limits import held
from scoring.kinds import Kind
from scoring.odds import expit
from scoring.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from market.simulation.layout import Layout
    from market.simulation.mechanisms.mechanism import Priced
    from market.simulation.mechanisms.poll import Told
    from market.simulation.scene import Scene

    Floats = NDArray[np.float64]
    Rows = tuple[NDArray[np.intp], NDArray[np.intp], Floats, Floats]

__all__ = ["Emitted", "emit", "panels"]


@dataclass(frozen=True, slots=True)
class Emitted:
    """A block as `scoring` sees it.

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
    curves = [truth.ideal, *(market.log_odds for market in priced)]
    rows = [(told.forecaster, told.column, told.time, told.log_odds)]
    rows += [_curve(curve, layout.forecasters + n, layout) for n, curve in enumerate(curves)]
    who, question, time, log_odds = (np.concatenate(part) for part in zip(*rows, strict=True))
    kind = np.repeat([Kind.SIMULATED.code, Kind.COMPUTED.code], [layout.forecasters, len(curves)])
    panel = Panel.from_reports(
        forecaster=who,
        question=question,
        time=time,
        probability=expit(held(log_odds)),
        opens=np.zeros(layout.columns),
        closes=truth.closes,
        scheduled=np.ones(layout.columns),
        outcome=truth.outcome,
        cluster=np.arange(layout.columns) // layout.lane,
        kind=kind,
    )
    return Emitted(panel, layout.forecasters)


def panels(emitted: Emitted, layout: Layout) -> Iterator[Panel]:
    """The panels of a block one by one, their questions counted from 0, each its own cluster.

    Args:
        emitted: The block.
        layout: Its sizes.
    """
    whole, size = emitted.panel, layout.questions
    starts = np.searchsorted(whole.question, np.arange(layout.panels + 1) * size)
    for number in range(layout.panels):
        rows = slice(starts[number], starts[number + 1])
        columns = slice(number * size, (number + 1) * size)
        yield replace(
            whole,
            forecaster=whole.forecaster[rows],
            question=whole.question[rows] - np.int32(number * size),
            start=whole.start[rows],
            end=whole.end[rows],
            probability=whole.probability[rows],
            opens=whole.opens[columns],
            closes=whole.closes[columns],
            scheduled=whole.scheduled[columns],
            outcome=whole.outcome[columns],
            cluster=np.arange(size, dtype=np.int32),
        )


def _curve(log_odds: Floats, code: int, layout: Layout) -> Rows:
    """Reports of a forecaster who repeats a price, where it begins and wherever it changes."""
    changes = ~np.isnan(log_odds)
    changes[1:] &= log_odds[1:] != log_odds[:-1]
    moment, question = np.nonzero(changes)
    return np.full(moment.size, code), question, layout.times[moment], log_odds[changes]
