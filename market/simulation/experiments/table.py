"""The tidy table of a sweep: every figure with its Monte Carlo error.

Each figure is a ratio of sums over clusters, and its standard error is that of a ratio estimator
(Cochran, Sampling Techniques, 3rd ed. 1977, ch. 6). Differences and shares are functions of such
ratios: their errors follow from those of all clusters by the delta method, so that what two
figures have in common cancels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from market.simulation.experiments.sweep import extents_of
from market.simulation.measures.tally import Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from market.simulation.measures.tally import Tally
    from market.simulation.scenarios.scenario import Scenario

    Floats = NDArray[np.float64]

__all__ = ["DIFFERENCE", "Row", "rows"]

DIFFERENCE = "_difference"
"""What the name of a figure ends in where that of the reference is taken from it."""

_IDEAL = Key("@ideal", "brier")


class Row(NamedTuple):
    """A figure at a point.

    Attributes:
        at: Values of the grid's keys.
        who: Whose: a group, ``@ideal``, a pool or a market.
        figure: Which: ``brier``, or ``brier_difference`` for that less the reference's, or
            ``gain`` for the share of the possible gain: 0 at the Brier score of the first group, 1
            at that of ``@ideal``.
        board: The board that it is about, if any.
        value: The figure.
        error: Its standard error; NaN where one cluster tells nothing of the next.
        panels: Panels at this point.
    """

    at: Mapping[str, Any]
    who: str
    figure: str
    board: str
    value: float
    error: float
    panels: int


class _Estimate(NamedTuple):
    """A figure, and by how much each cluster moves it."""

    value: np.float64
    moved: Floats

    @property
    def error(self) -> float:
        """Standard error of the figure."""
        clusters = self.moved.size
        if clusters == 1:
            return np.nan
        return float(np.sqrt(np.sum(self.moved**2) * clusters / (clusters - 1)))


def rows(scenario: Scenario, tallies: Sequence[Tally], panels: int | None = None) -> list[Row]:
    """The table of a sweep.

    Args:
        scenario: What was run.
        tallies: Its tallies, one for each point.
        panels: The panels that were asked for; the scenario's own number if absent.
    """
    found = []
    for point, tally, extent in zip(
        scenario.points, tallies, extents_of(scenario, panels), strict=True
    ):
        for key, estimate in _figures(tally, scenario.reference):
            found.append(Row(point.at, *key, float(estimate.value), estimate.error, extent.panels))
    return found


def _figures(tally: Tally, reference: str) -> Iterator[tuple[Key, _Estimate]]:
    """The figures of a point, each followed by what is derived from it."""
    with np.errstate(divide="ignore", invalid="ignore"):  # nobody answered, or a loss is infinite
        ratios = {key: _ratio(tally.total[key], tally.count[key]) for key in tally.total}
        ladder = [ratio for key, ratio in ratios.items() if key.figure == "brier"]
        for key, ratio in ratios.items():
            yield key, ratio
            base = ratios.get(key._replace(who=reference))
            if base is not None and key.who != reference:
                yield key._replace(figure=key.figure + DIFFERENCE), _difference(ratio, base)
            if key.figure == "brier" and _IDEAL in ratios:
                yield key._replace(figure="gain"), _gain(ratio, ladder[0], ratios[_IDEAL])


def _ratio(total: Floats, count: Floats) -> _Estimate:
    value = total.sum() / count.sum()
    return _Estimate(value, (total - value * count) / count.sum())


def _difference(one: _Estimate, other: _Estimate) -> _Estimate:
    return _Estimate(one.value - other.value, one.moved - other.moved)


def _gain(who: _Estimate, least: _Estimate, most: _Estimate) -> _Estimate:
    """Where a loss lies between two others: 0 at the first, 1 at the second."""
    gained, possible = _difference(least, who), _difference(least, most)
    share = gained.value / possible.value
    return _Estimate(share, (gained.moved - share * possible.moved) / possible.value)
