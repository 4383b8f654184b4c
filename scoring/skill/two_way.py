"""Two-way fixed effects of forecasters and questions: score = forecaster + question + residual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.skill.effects import Fit
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.integer]

__all__ = ["TwoWay", "two_way"]


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Effects of people and questions that together explain scores best.

    Attributes:
        fit: Effects of the people.
        difficulty: Effect of each question, the score expected there of somebody with effect 0;
            NaN where none of those compared answered.
        weight: Total weight of the people's scores on each question.
    """

    fit: Fit
    difficulty: Floats
    weight: Floats


def two_way(
    forecaster: Codes, question: Codes, score: Floats, weight: Floats, shape: tuple[int, int]
) -> TwoWay:
    """Least squares fit of a_i + d_q to scores, a row for each of them.

    Questions are eliminated by hand, so that conjugate gradients see the people alone. Effects
    are comparable only within a connected part of the graph that joins people to the questions
    they answered; the largest part is fitted, as :class:`~scoring.skill.Fit` tells.

    Args:
        forecaster: Code of each row's forecaster.
        question: Code of its question; at most one row for a forecaster and a question.
        score: The score, a loss.
        weight: Its weight, above 0.
        shape: Number of forecasters, and of questions.
    """
    people, questions = shape
    total = sums_by(question, weight, questions)
    divisor = np.where(total > 0.0, total, np.nan)

    def on_question(value: Floats) -> Floats:
        """Weighted mean of a value over the people on each question."""
        return sums_by(question, weight * value, questions) / divisor

    def excess(value: Floats) -> Floats:
        """Sum over each forecaster's rows of a value less its mean on the question."""
        return sums_by(forecaster, weight * (value - on_question(value)[question]), people)

    exposure = sums_by(forecaster, weight * (1.0 - weight / divisor[question]), people)
    label = _components(forecaster, question, shape)
    fit = Fit.solving(lambda effect: excess(effect[forecaster]), excess(score), exposure, label)
    return TwoWay(fit, on_question(score - fit.effect[forecaster]), total)


def _components(forecaster: Codes, question: Codes, shape: tuple[int, int]) -> NDArray[np.intp]:
    """Connected part of each forecaster in the graph of forecasters and questions."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    people, nodes = shape[0], sum(shape)
    edges = coo_array(
        (np.ones(forecaster.size, np.int8), (forecaster, people + question)), (nodes, nodes)
    )
    _, labels = connected_components(edges, directed=False)
    return labels[:people].astype(np.intp)
