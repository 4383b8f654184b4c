"""How well orders agree with the true one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["Agreement", "agreement"]

_DIGITS = 9
"""Digits to which figures are compared: what a fit leaves behind them is rounding."""


class Agreement(NamedTuple):
    """Agreement of each order with the true one.

    Attributes:
        spearman: Correlation of the ranks, equal figures sharing their mean rank (Spearman 1904,
            American Journal of Psychology 15:72); 0 for an order that tells nobody apart.
        kendall: Right pairs less wrong ones, corrected for ties: tau-b (Kendall 1945, Biometrika
            33:239).
        pairs: Share of the pairs that are ordered rightly; a tie is half right.
    """

    spearman: Floats
    kendall: Floats
    pairs: Floats


def agreement(true: ArrayLike, found: ArrayLike) -> Agreement:
    """Compare orders with the true one.

    Args:
        true: True figure of each of the people.
        found: Their figures under each order, on the last axis; higher is better in both.

    >>> [value.tolist() for value in agreement([1, 2, 3], [[10, 20, 30], [5, 5, 5]])]
    [[1.0, 0.0], [1.0, 0.0], [1.0, 0.5]]
    """
    right, told = _above(np.asarray(true, np.float64)), _above(np.asarray(found, np.float64))
    # Twice a rank, less the mean, is how many stand below less how many stand above.
    return Agreement(
        spearman=_cosine(right.sum(axis=-1), told.sum(axis=-1), 1),
        kendall=_cosine(right, told, 2),
        pairs=0.5 + 0.5 * np.sum(right * told, axis=(-2, -1)) / np.maximum(np.abs(right).sum(), 1),
    )


def _above(value: Floats) -> Floats:
    """1 where the first of a pair is above the second, -1 where below."""
    rounded = value.round(_DIGITS)
    above: Floats = np.sign(rounded[..., :, None] - rounded[..., None, :])
    return above


def _cosine(one: Floats, other: Floats, axes: int) -> Floats:
    """Product over the last axes, divided by the lengths; 0 where one of these is 0."""
    over = tuple(range(-axes, 0))
    scale = np.sqrt(np.sum(one * one, axis=over) * np.sum(other * other, axis=over))
    product = np.sum(one * other, axis=over)
    cosine: Floats = np.divide(product, scale, out=np.zeros(product.shape), where=scale > 0.0)
    return cosine
