"""Every order side by side: who wins under which rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from scoring.pooling import everybodys_cells
from scoring.rivals import averages, forecastbench, metaculus
from scoring.rivals.gjopen import DAY, Daily, daily
from scoring.rivals.predictionbook import penalised_brier
from scoring.rivals.relative import relative_legacy
from scoring.skill import Fit, fit, shrink
from scoring.skill.adjustment import adjusted
from scoring.skill.ranks import competition_ranks
from scoring.sorting import sums_by
from scoring.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from scoring.cells import Cells
    from scoring.figures import Adjustment
    from scoring.panel import Panel

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["RIVALS", "Rival", "Rivals", "rivals"]


@dataclass(frozen=True)
class Record:
    """What rivals are computed from, each part once.

    Attributes:
        timeline: The scored questions.
        day: Length of a day in daily scores, seconds.
    """

    timeline: Timeline
    day: float

    @cached_property
    def cells(self) -> Cells:
        """Cells of all forecasters."""
        return everybodys_cells(self.timeline, ())

    @cached_property
    def fit(self) -> Fit:
        """The fit behind skill."""
        return fit(self.timeline)

    @cached_property
    def daily(self) -> Daily:
        """Daily scores."""
        return daily(self.timeline, self.day)

    @cached_property
    def expected(self) -> Floats:
        """ForecastBench's adjusted Brier."""
        return forecastbench.adjusted_brier(self.cells)

    @property
    def brier(self) -> Floats:
        """Brier loss of each forecaster per time stood."""
        cells, size = self.cells, self.timeline.panel.forecasters
        time = sums_by(cells.forecaster, cells.time, size)
        loss = sums_by(cells.forecaster, cells.brier_time, size)
        return loss / np.where(time > 0.0, time, np.nan)

    def skill(self, adjust: Adjustment) -> Floats:
        """Skill under another adjustment than that of time."""
        found = adjusted(adjust, self.timeline, (), self.cells).fit
        return shrink(-found.effect, found.exposure)


@dataclass(frozen=True, slots=True)
class Rival:
    """One way to order forecasters.

    Attributes:
        source: Whose it is.
        unit: Unit of the figure.
        orientation: Whether higher is better (a gain) or lower (a loss).
        figure: Computes it, a value for each forecaster, NaN where it is missing.
    """

    source: str
    unit: str
    orientation: Literal["gain", "loss"]
    figure: Callable[[Record], Floats]


def _of_cells(
    source: str,
    unit: str,
    orientation: Literal["gain", "loss"],
    figure: Callable[[Cells], Floats],
) -> Rival:
    """A rival that needs the cells alone."""
    return Rival(source, unit, orientation, lambda record: figure(record.cells))


_POINTS, _BRIER, _BRIER2 = "Brier points", "probability squared, 0 to 1", "the same, 0 to 2"
_NATS, _BITS = "1/100 nat", "1/100 bit"
_META, _BENCH, _OPEN = "Metaculus", "ForecastBench", "Good Judgment Open"

RIVALS: dict[str, Rival] = {
    "skill": Rival("foretell", _POINTS, "gain", lambda r: shrink(-r.fit.effect, r.fit.exposure)),
    "skill_unshrunk": Rival("foretell", _POINTS, "gain", lambda r: -r.fit.effect),
    "skill_question": Rival("foretell", _POINTS, "gain", lambda r: r.skill("question")),
    "skill_none": Rival("foretell", _POINTS, "gain", lambda r: r.skill("none")),
    "brier": Rival("foretell", _BRIER, "loss", lambda r: r.brier),
    "mean_brier": _of_cells("many", _BRIER, "loss", averages.mean_brier),
    "shrunk_brier": _of_cells("empirical Bayes", _BRIER, "loss", averages.shrunk_brier),
    "peer_sum": _of_cells(_META, _NATS, "gain", metaculus.peer_sum),
    "peer_global": _of_cells(_META, _NATS, "gain", metaculus.peer_global),
    "peer_global_legacy": _of_cells(_META, _NATS, "gain", metaculus.peer_global_legacy),
    "relative_legacy": Rival(
        _META, "logarithm of the take", "gain", lambda r: relative_legacy(r.timeline)
    ),
    "baseline_sum": _of_cells(_META, _BITS, "gain", metaculus.baseline_sum),
    "spot_peer_sum": _of_cells(_META, _NATS, "gain", metaculus.spot_peer_sum),
    "spot_baseline_sum": _of_cells(_META, _BITS, "gain", metaculus.spot_baseline_sum),
    "daily_relative": Rival(_OPEN, _BRIER2, "loss", lambda r: r.daily.relative),
    "daily_brier": Rival(_OPEN, _BRIER2, "loss", lambda r: r.daily.brier),
    "adjusted_brier": Rival(_BENCH, _BRIER, "loss", lambda r: r.expected),
    "brier_index": Rival(
        _BENCH, "0 to 100", "gain", lambda r: forecastbench.brier_index(r.expected)
    ),
    "brier_peer": _of_cells(_BENCH, _POINTS, "gain", forecastbench.brier_peer),
    "penalised_brier": Rival(
        "PredictionBook", "Brier + 1/sqrt(n)", "loss", lambda r: penalised_brier(r.timeline)
    ),
}
"""Every order by its name."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """Figures and ranks of every forecaster, by the name of the rival.

    Attributes:
        cells: The scored cells.
        figures: The figures; NaN where missing, and for outsiders.
        ranks: Competition ranks, 0 where there is no figure.
        exposure: Lifetimes of comparison with others.
    """

    cells: Cells
    figures: dict[str, Floats]
    ranks: dict[str, Index]
    exposure: Floats

    @property
    def questions(self) -> Index:
        """Number of questions with a forecast up to the close."""
        return np.bincount(self.cells.forecaster, minlength=self.exposure.size)

    def order(self, names: Sequence[str]) -> Index:
        """People with a question, the most skilled first, equal ones by name, the rest last.

        Args:
            names: Name of each forecaster.
        """
        order = np.lexsort((np.array(names), -self.figures["skill"].round(9)))
        shown = self.cells.panel.people & (self.questions > 0)
        return order[shown[order]]


def rivals(
    panel: Panel,
    *,
    eps: float | None = None,
    day: float = DAY,
    names: Sequence[str] = tuple(RIVALS),
) -> Rivals:
    """All orders of a panel's people, or some.

    Args:
        panel: Standing forecasts; only resolved questions are scored.
        eps: Floor under probabilities in logarithms.
        day: Length of a day in daily scores, seconds.
        names: Names of the orders.

    Raises:
        KeyError: An order is unknown.
    """
    record = Record(Timeline.of(panel, eps=eps), day)
    figures = {name: np.where(panel.people, RIVALS[name].figure(record), np.nan) for name in names}
    ranks = {
        name: competition_ranks(figure, higher_is_better=RIVALS[name].orientation == "gain")
        for name, figure in figures.items()
    }
    return Rivals(record.cells, figures, ranks, record.fit.exposure)
