"""What earlier outcomes teach a pool, fold by fold: nothing is judged by what it was taught."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.folds import FOLDS, folds
from scoring.pooling.voices import Voices
from scoring.recalibration import LEAST_CLUSTERS
from scoring.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from scoring.pooling.voices import Curve
    from scoring.timeline import Block, Timeline

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Evidence"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The scored questions of a timeline in folds of whole families.

    Attributes:
        timeline: The scored questions.
        fold: Fold of every question of the panel, resolved or not.
        clusters: For each fold, on how many families of the *others* people stood for some time.
    """

    timeline: Timeline
    fold: Index
    clusters: Index

    @classmethod
    def of(cls, timeline: Timeline) -> Self:
        """All that a timeline can teach."""
        fold = folds(timeline.panel.cluster)
        stood = np.zeros(fold.size, bool)
        for block in timeline.blocks:
            voices = Voices.of(block)
            stood[voices.asked[voices.moments]] = True
        _, one_each = np.unique(timeline.panel.cluster[stood], return_index=True)
        held = np.bincount(fold[stood][one_each], minlength=FOLDS)
        return cls(timeline, fold, held.sum() - held)

    @property
    def suffices(self) -> NDArray[np.bool_]:
        """For each fold, whether the others hold enough families to learn from."""
        return self.clusters >= LEAST_CLUSTERS

    def moments(self, curve: Curve) -> tuple[Sample, Index]:
        """What a pool said at every moment, weighted by time, and the fold of each moment.

        Args:
            curve: A pool that has learnt nothing.
        """
        said, asked, step = [np.empty(0)], [np.empty(0, np.int32)], [np.empty(0)]
        for block in self.timeline.blocks:
            voices = Voices.of(block)
            at = voices.moments
            said.append(curve(voices)[at])
            asked.append(voices.asked[at])
            step.append(voices.grid.step[at])
        question, panel = np.concatenate(asked), self.timeline.panel
        columns = panel.outcome[question], np.concatenate(step), panel.cluster[question]
        return Sample.of(np.concatenate(said), *columns), self.fold[question]

    def elsewhere(self, value: Callable[[Block], Floats]) -> Floats:
        """Sum over each forecaster's stands, for each fold over the questions of the others.

        Args:
            value: What each stand of a block adds.

        Returns:
            A row for each forecaster of the panel, a column for each fold.
        """
        size = self.timeline.panel.forecasters
        total = np.zeros(size * FOLDS)
        for block in self.timeline.blocks:
            added = np.where(block.people, value(block), 0.0)
            cell = block.forecaster.astype(np.intp) * FOLDS + self.fold[block.question]
            total += np.bincount(cell, added, size * FOLDS)
        # A product, not a difference: what a fold holds itself must leave no trace in rounding.
        return total.reshape(size, FOLDS) @ (1.0 - np.eye(FOLDS))
