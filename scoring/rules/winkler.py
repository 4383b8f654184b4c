"""Losses beside a reference probability, such as a base rate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from scoring.rules.classic import BRIER
from scoring.rules.rule import Rule

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["winkler", "winkler_advantage"]


def winkler(reference: float) -> Rule:
    """Winkler's asymmetric quadratic rule: 0 for a certainty that came true, 1 for the reference.

    The Brier loss above that of a certainty, in units of what the reference loses on the side of
    it that the forecast is on: 1 + ((p - y)^2 - (c - y)^2) / T, with T = (1 - c)^2 for p >= c and
    c^2 for p < c. Winkler's own score is 1 - loss. Strictly proper; hardest at p = c, not 1/2
    (Winkler 1994, Management Science 40:1395).

    Args:
        reference: c, between 0 and 1.

    Raises:
        ValueError: The reference is not between 0 and 1.

    >>> winkler(0.2).loss([0.2, 1.0, 0.0], [1, 1, 0]).round(4).tolist()
    [1.0, 0.0, 0.0]
    """
    if not 0.0 < reference < 1.0:
        raise ValueError("the reference must lie between 0 and 1")
    return Rule(
        f"winkler({reference:g})",
        "loss of the reference",
        2.0 / min(reference, 1.0 - reference),
        partial(_winkler, reference),
        symmetric=reference == 0.5,  # noqa: PLR2004 - one half: beside it YES and NO differ
    )


def winkler_advantage(
    p: ArrayLike, reference: ArrayLike, y: ArrayLike, *, rule: Rule = BRIER
) -> Floats:
    """Gain of p over a reference in units of what it would be, had its direction been right.

    (L(c, y) - L(p, y)) / (L(c, z) - L(p, z)), with z = 1 for p >= c and 0 else: 1 where the
    forecast moved from the reference towards what happened, 0 where it said the same, and
    negative without bound else. At most 1 for every rule, so that forecasters can be compared
    even by an infinite loss (Choe & Ramdas 2024, Operations Research). A comparison, not a
    rule: for a given reference it is not honesty that maximises its expectation.

    Where rounding leaves nothing to divide by, it is what a proper rule tends to as p meets c:
    1, or -c / (1 - c) from above and -(1 - c) / c from below.

    Args:
        p: Probabilities of YES.
        reference: c, other probabilities of the same events, between 0 and 1.
        y: Outcomes.
        rule: What is compared.

    Raises:
        ValueError: A probability or outcome is out of its domain.

    >>> winkler_advantage([0.7, 0.7, 0.2], 0.2, [1, 0, 1]).round(4).tolist()
    [1.0, -0.8182, 0.0]
    """
    said, base = np.broadcast_arrays(np.asarray(p, np.float64), np.asarray(reference, np.float64))
    if np.any((base <= 0.0) | (base >= 1.0)):
        raise ValueError("references must lie between 0 and 1")
    gain = rule.loss(base, y) - rule.loss(said, y)
    towards = (said >= base).astype(np.float64)
    best = rule.loss(base, towards) - rule.loss(said, towards)
    ahead = np.where(towards == 1.0, base, 1.0 - base)
    limit = np.where(np.equal(y, towards), 1.0, -ahead / (1.0 - ahead))
    ratio = np.divide(gain, best, out=limit, where=~(best <= 0.0))
    return np.where(gain == 0.0, 0.0, ratio)


def _winkler(reference: float, p: Floats, y: Floats) -> Floats:
    up = p >= reference
    unit = np.where(up, (1.0 - reference) ** 2, reference**2)
    right = y == up
    # On the side that came true the loss is one square over another, exactly 0 at certainty.
    far = 1.0 + (p - reference) * (p + reference - 2.0 * y) / unit
    return np.where(right, np.square(p - y) / unit, far)
