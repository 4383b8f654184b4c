"""Losses of several forecasters over the moments at which they stand together, or each over all.

Whoever comes late to a question knows more. Losses are fairly compared over the same moments of
the same questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.rules import BRIER, clip
from scoring.sample import Sample
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.panel import Panel
    from scoring.rules import Rule
    from scoring.stands import Stands

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Index = NDArray[np.intp]

__all__ = ["Curves", "Losses"]


@dataclass(frozen=True, slots=True)
class Losses:
    """Losses of some forecasters on the questions that all of them answered.

    Attributes:
        panel: The panel of the questions.
        question: Their codes, ascending.
        weight: What each weighs: lifetimes in common, or 1.
        loss: Mean loss over time, a row for each forecaster and a column for each question.
    """

    panel: Panel
    question: Index
    weight: Floats
    loss: Floats

    @property
    def cluster(self) -> Codes:
        """Code of each question's family."""
        return self.panel.cluster[self.question]

    @property
    def total(self) -> Floats:
        """Loss times weight: over common time, the integral of the loss in lifetimes."""
        return self.loss * self.weight

    @property
    def advantage(self) -> Floats:
        """By question, the second forecaster's total less the first's."""
        first, second = self.total[:2]
        with np.errstate(invalid="ignore"):  # two infinite losses differ by no number
            gap: Floats = second - first
        return gap

    @property
    def by_family(self) -> Floats:
        """Sum of the advantage over each family, families in order of their last close."""
        _, family = np.unique(self.cluster, return_inverse=True)
        last = np.full(int(family.max(initial=-1)) + 1, -np.inf)
        np.maximum.at(last, family, self.panel.closes[self.question])
        return sums_by(family, self.advantage, last.size)[np.argsort(last, kind="stable")]


@dataclass(frozen=True, slots=True)
class Curves:
    """Losses as step functions of time, cut wherever one of the forecasters changes anything.

    Attributes:
        panel: The panel of the questions.
        question: Code of each segment's question.
        step: Length of the segment, lifetimes.
        probability: What each forecaster (rows) says during each segment, NaN where he does not
            stand.
        loss: What that costs, likewise.
    """

    panel: Panel
    question: Codes
    step: Floats
    probability: Floats
    loss: Floats

    @classmethod
    def of(cls, stands: Sequence[Stands], rule: Rule = BRIER, *, eps: float | None = None) -> Self:
        """Curves of forecasters, one for each table of stands.

        Args:
            stands: What each of them said, all on one panel; at least one table.
            rule: The rule that scores it.
            eps: Floor under probabilities where the rule's losses are unbounded.

        Raises:
            ValueError: The floor is out of range.
        """
        spans = [_Spans.of(one, rule, eps if isinf(rule.bound) else None) for one in stands]
        asked = np.concatenate([span.question for span in spans for _ in range(2)])
        times = np.concatenate([side for span in spans for side in (span.start, span.end)])
        order = np.lexsort((times, asked))
        asked, times = asked[order], times[order]
        new = np.ones(order.size, bool)
        new[1:] = (asked[1:] != asked[:-1]) | (times[1:] != times[:-1])
        place = np.empty(order.size, np.intp)
        place[order] = np.cumsum(new) - 1
        probability = np.full((len(spans), int(new.sum())), np.nan)
        loss = probability.copy()
        edges = np.split(place, np.cumsum([span.start.size for span in spans for _ in range(2)]))
        for row, span in enumerate(spans):
            segment, stand = _covered(edges[2 * row], edges[2 * row + 1])
            probability[row, segment], loss[row, segment] = span.said[stand], span.loss[stand]
        # The last moment of a question begins nothing: nobody stands, whatever its length says.
        step = np.diff(times[new], append=0.0)
        return cls(stands[0].panel, asked[new], step, probability, loss)

    def shared(self, *who: int) -> Losses:
        """Losses over the moments at which all of some forecasters stand.

        A question weighs the time they share, so that weighted means are ratios of totals: like
        the board's ``brier``, they reward no exaggeration where questions resolve early.

        Args:
            who: Rows of the forecasters.
        """
        loss = self.loss[list(who)]
        together = ~np.isnan(loss).any(axis=0)
        time, total = self._integrals(loss, np.broadcast_to(together, loss.shape))
        question = np.flatnonzero(time[0] > 0.0)
        mean = total[:, question] / time[:, question]
        return Losses(self.panel, question, time[0, question], mean)

    def own(self, *who: int) -> Losses:
        """Losses of some forecasters, each over all of its own standing time; questions weigh 1.

        Args:
            who: Rows of the forecasters.
        """
        loss = self.loss[list(who)]
        time, total = self._integrals(loss, ~np.isnan(loss))
        question = np.flatnonzero((time > 0.0).all(axis=0))
        mean = total[:, question] / time[:, question]
        return Losses(self.panel, question, np.ones(question.size), mean)

    def samples(self, *who: int) -> tuple[Sample, ...]:
        """What each of some forecasters said while all of them stood, a row for each segment.

        A row weighs its length, so that mean losses are those of :meth:`shared`, and all samples
        have the same outcomes and weights.

        Args:
            who: Rows of the forecasters.
        """
        said = self.probability[list(who)]
        together = ~np.isnan(said).any(axis=0)
        asked, step = self.question[together], self.step[together]
        outcome, cluster = self.panel.outcome[asked], self.panel.cluster[asked]
        return tuple(Sample.of(p, outcome, step, cluster) for p in said[:, together])

    def _integrals(self, loss: Floats, counts: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Time and loss times time of each forecaster (rows) on every question of the panel."""
        size = self.panel.questions
        time, total = np.empty((len(loss), size)), np.empty((len(loss), size))
        for row, kept in enumerate(counts):
            asked, step = self.question[kept], self.step[kept]
            time[row] = sums_by(asked, step, size)
            total[row] = sums_by(asked, step * loss[row, kept], size)
        return time, total


@dataclass(frozen=True, slots=True)
class _Spans:
    """Stands that last, with the loss of each."""

    question: Codes
    start: Floats
    end: Floats
    said: Floats
    loss: Floats

    @classmethod
    def of(cls, stands: Stands, rule: Rule, eps: float | None) -> Self:
        lasts = stands.end > stands.start
        said = stands.probability[lasts]
        loss = rule.loss(clip(said, eps), stands.outcome[lasts])
        return cls(stands.question[lasts], stands.start[lasts], stands.end[lasts], said, loss)


def _covered(first: Index, last: Index) -> tuple[Index, Index]:
    """Segments from ``first`` up to ``last`` of every stand, each with the place of its stand."""
    count = last - first
    stand = np.repeat(np.arange(count.size), count)
    offset = np.arange(stand.size) - np.repeat(np.cumsum(count) - count, count)
    return first[stand] + offset, stand
