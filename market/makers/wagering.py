"""Wagers on forecasts: everybody stakes a sum on a probability, and scores redistribute the sums.

No price is quoted, and nobody need be there first. Sources: Lambert, Langford, Wortman, Chen,
Reeves, Shoham & Pennock 2008 (ACM Conference on Electronic Commerce) for the weighted score;
Chen, Devanur, Pennock & Wortman Vaughan 2014 (same conference) for the form without arbitrage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.rules import BRIER

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["no_arbitrage_wagering", "weighted_score_wagering"]


def weighted_score_wagering(p: ArrayLike, wager: ArrayLike, outcome: ArrayLike) -> Floats:
    """What everybody gains if scores are compared with the mean score of all, by wager.

    Nobody loses more than the wager, honesty has the highest expectation, and gains sum to 0. But
    somebody between two others who disagree gains whatever happens.

    Args:
        p: Probabilities of those who wager, on the last axis.
        wager: What each puts at stake, not below 0 and not all 0.
        outcome: 1 for yes, 0 for no, of each question.

    >>> weighted_score_wagering([0.9, 0.5, 0.2], [10, 20, 5], 1).round(6).tolist()
    [2.271429, -0.257143, -2.014286]
    """
    stake, loss = np.asarray(wager, np.float64), _loss(p, outcome)
    mean = np.sum(stake * loss, axis=-1, keepdims=True) / stake.sum(axis=-1, keepdims=True)
    gain: Floats = stake * (mean - loss)
    return gain


def no_arbitrage_wagering(p: ArrayLike, wager: ArrayLike, outcome: ArrayLike) -> Floats:
    """What everybody gains if scores are compared with that of the others' mean probability.

    Who says what the others say on average gains nothing, whatever happens; nobody gains for sure.
    Gains sum to 0 or less: what is missing stays with the house.

    Args:
        p: Probabilities of those who wager, on the last axis.
        wager: What each puts at stake, not below 0, and above 0 for two at least.
        outcome: 1 for yes, 0 for no, of each question.

    >>> no_arbitrage_wagering([0.2, 0.8, 0.5], [1, 1, 1], 1).round(6).tolist()
    [-0.345, 0.255, 0.0]
    """
    said, stake = np.asarray(p, np.float64), np.asarray(wager, np.float64)
    others = _of_others(stake)
    mean = np.clip(_of_others(stake * said) / others, 0.0, 1.0)  # but for rounding it is there
    matched = stake * others / stake.sum(axis=-1, keepdims=True)
    gain: Floats = matched * (_loss(mean, outcome) - _loss(said, outcome))
    return gain


def _of_others(values: Floats) -> Floats:
    """Sums of all values but each; never by subtraction, which one great value would spoil."""
    none = np.zeros_like(values[..., :1])
    before = np.concatenate([none, np.cumsum(values[..., :-1], axis=-1)], axis=-1)
    after = np.concatenate([none, np.cumsum(values[..., :0:-1], axis=-1)], axis=-1)
    sums: Floats = before + after[..., ::-1]
    return sums


def _loss(p: ArrayLike, outcome: ArrayLike) -> Floats:
    return BRIER.loss(p, np.asarray(outcome)[..., None])
