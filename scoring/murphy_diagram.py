"""Murphy diagrams: the mean elementary score at every threshold, exactly.

Every proper score is a mixture of elementary ones (:func:`scoring.rules.elementary`). Who loses
no more at any threshold is therefore better by every proper rule (Ehm, Gneiting, Jordan & Krueger
2016, JRSSB 78:505), and where two curves cross the choice of the rule decides.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from scoring.distinct import distinct

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.rules import Rule
    from scoring.sample import Sample

    Floats = NDArray[np.float64]

__all__ = ["Dominance", "MurphyDiagram", "dominance", "murphy_diagram"]

_ROUNDING = 1e-12
"""Differences of mean scores below this are taken for rounding errors of running sums."""


@dataclass(frozen=True, slots=True)
class MurphyDiagram:
    """A mean elementary score as a function of its threshold: straight between forecasts.

    Between two neighbouring forecasts it is (1 - theta) missed + theta alarmed; at a forecast it
    has the value of the stretch that begins there. Attributes have a place for each stretch.

    Attributes:
        start: Where each stretch begins: 0, and then every distinct forecast between 0 and 1.
        missed: Share of all weight that came true after at most ``start`` had been said.
        alarmed: Share of all weight that did not come true after more had been said.
    """

    start: Floats
    missed: Floats
    alarmed: Floats

    @property
    def value(self) -> Floats:
        """The curve at the beginning of each stretch, which belongs to the stretch."""
        return (1.0 - self.start) * self.missed + self.start * self.alarmed

    @property
    def end(self) -> Floats:
        """Where each stretch ends."""
        return np.append(self.start[1:], 1.0)

    @property
    def left_limit(self) -> Floats:
        """What the curve tends to at the end of each stretch, which belongs to the next."""
        return (1.0 - self.end) * self.missed + self.end * self.alarmed

    def at(self, theta: ArrayLike) -> Floats:
        """Mean elementary score at each threshold.

        Args:
            theta: Thresholds between 0 and 1.

        Raises:
            ValueError: A threshold is not between 0 and 1.
        """
        return self._read(theta, "right")

    def below(self, theta: ArrayLike) -> Floats:
        """What the mean elementary score tends to as the threshold rises to each of these.

        Args:
            theta: Thresholds between 0 and 1.

        Raises:
            ValueError: A threshold is not between 0 and 1.
        """
        return self._read(theta, "left")

    def integral(self, rule: Rule) -> float:
        """Area under the curve in the measure on thresholds that the rule mixes them by.

        The rule's mean loss, put together from the curve: the rule's losses are the integrals of
        1 - theta and of theta over its measure (Schervish 1989, Annals of Statistics 17:1856).

        Args:
            rule: A proper rule; one whose measure has a point mass, such as zero-one, must give
                a forecast at that point what the elementary score does.

        Raises:
            ValueError: The rule is improper, and mixes nothing.
        """
        rule.required_proper()
        edges = np.append(self.start, 1.0)
        # Stretches where nothing was missed, or nobody alarmed, cost nothing at infinity either.
        yes = _areas(rule.loss(edges, 1.0)[::-1])[::-1]
        no = _areas(rule.loss(edges, 0.0))
        parts = [_times(self.missed, yes), _times(self.alarmed, no)]
        return float(np.sum(parts))

    def _read(self, theta: ArrayLike, side: Literal["left", "right"]) -> Floats:
        threshold = np.asarray(theta, np.float64)
        if not np.all((threshold > 0.0) & (threshold < 1.0)):
            raise ValueError("thresholds must lie between 0 and 1")
        k = np.searchsorted(self.start, threshold, side=side) - 1
        return np.asarray((1.0 - threshold) * self.missed[k] + threshold * self.alarmed[k])


@dataclass(frozen=True, slots=True)
class Dominance:
    """Which of two forecasters loses less at every threshold, if either does.

    Attributes:
        leads: Who loses less, from one crossing to the next; empty if the curves agree.
        crossings: Thresholds at which the lead changes, ascending; it changes at a jump of
            either curve or between.
    """

    leads: tuple[Literal["first", "second"], ...]
    crossings: Floats

    @property
    def winner(self) -> Literal["first", "second", "equal", "neither"]:
        """Who loses no more at any threshold and less at some, if either does.

        That one is better by every proper rule that heeds those thresholds. ``equal`` if the
        curves agree, ``neither`` if they cross.
        """
        if not self.leads:
            return "equal"
        return "neither" if self.crossings.size else self.leads[0]


def murphy_diagram(sample: Sample) -> MurphyDiagram:
    """The exact curve of a sample, in O(n log n); NaN everywhere for an empty one.

    Args:
        sample: The forecasts.

    >>> from scoring.sample import Sample
    >>> curve = murphy_diagram(Sample.of([0.2, 0.7], [1, 0]))
    >>> curve.at([0.1, 0.2, 0.5, 0.7]).tolist(), curve.below(0.2).item()
    ([0.05, 0.5, 0.5, 0.15000000000000002], 0.1)
    """
    said = distinct(sample)
    weight = sample.total or math.nan
    missed = np.append(0.0, np.cumsum(said.yes)) / weight
    alarmed = np.append(np.cumsum(said.no[::-1])[::-1], 0.0) / weight
    # What is said with certainty of NO belongs to the first stretch, of YES to no stretch.
    first, last = said.x.searchsorted(0.0, side="right"), said.x.searchsorted(1.0)
    start = np.append(0.0, said.x[first:last])
    return MurphyDiagram(start, missed[first : last + 1], alarmed[first : last + 1])


def dominance(first: Sample, second: Sample) -> Dominance:
    """Compare two forecasters of the same outcomes at every threshold at once, exactly.

    Args:
        first: Forecasts of one.
        second: Forecasts of the other on the same rows, with the same weights.

    Raises:
        ValueError: Outcomes or weights differ, or there are none.

    >>> from scoring.sample import Sample
    >>> dominance(Sample.of([0.2, 0.9], [0, 1]), Sample.of([0.4, 0.9], [0, 1])).winner
    'first'
    """
    same = np.array_equal(first.outcome, second.outcome)
    if not same or not np.array_equal(first.weight, second.weight) or not first.size:
        raise ValueError("both must have forecast the same outcomes, at the same weights")
    theta, lead = _lead(murphy_diagram(first), murphy_diagram(second))
    sign = np.where(np.abs(lead) > _ROUNDING, np.sign(lead), 0.0)
    differs = np.flatnonzero(sign)
    turned = differs[np.flatnonzero(np.diff(sign[differs], prepend=0.0))]
    return Dominance(
        leads=tuple("first" if side > 0.0 else "second" for side in sign[turned]),
        crossings=_crossings(theta, lead, turned[1:]),
    )


def _lead(first: MurphyDiagram, second: MurphyDiagram) -> tuple[Floats, Floats]:
    """Thresholds, and by how much the first loses less, at both ends of every straight piece."""
    start = np.union1d(first.start, second.start)
    end = np.append(start[1:], 1.0)
    rows = [np.searchsorted(one.start, start, side="right") - 1 for one in (first, second)]
    missed = second.missed[rows[1]] - first.missed[rows[0]]
    alarmed = second.alarmed[rows[1]] - first.alarmed[rows[0]]
    theta = np.column_stack([start, end])
    lead = (1.0 - theta) * missed[:, None] + theta * alarmed[:, None]
    return theta.ravel(), lead.ravel()


def _crossings(theta: Floats, lead: Floats, turned: NDArray[np.intp]) -> Floats:
    """Where the lead passes 0 on the way to these ends of pieces, or a piece begins beyond it."""
    begun = turned - turned % 2
    fall = lead[begun] - lead[turned]
    share = np.divide(lead[begun], fall, out=np.zeros(turned.size), where=begun != turned)
    return np.asarray(theta[begun] + np.clip(share, 0.0, 1.0) * (theta[turned] - theta[begun]))


def _areas(loss: Floats) -> Floats:
    """Growth of a loss from each edge to the next, 0 from infinity to infinity."""
    low, high = loss[:-1], loss[1:]
    return np.subtract(high, low, out=np.zeros_like(low), where=high != low)


def _times(share: Floats, area: Floats) -> Floats:
    return np.multiply(share, area, out=np.zeros_like(share), where=share != 0.0)
