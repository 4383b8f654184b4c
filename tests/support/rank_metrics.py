"""How well an order agrees with the true one: what a board is judged by."""

from __future__ import annotations

import numpy as np

__all__ = ["median_displacement", "ranks", "spearman", "top_k_retention"]


def ranks(value):
    """Ranks from 1, lowest first; equal values share their mean rank."""
    _, place, count = np.unique(np.asarray(value), return_inverse=True, return_counts=True)
    return (np.cumsum(count) - 0.5 * (count - 1))[place]


def spearman(true, found):
    """Correlation of the ranks of two columns; 0 where one of them tells nobody apart."""
    one, other = (ranks(value) - ranks(value).mean() for value in (true, found))
    scale = np.sqrt((one @ one) * (other @ other))
    return float(one @ other / scale) if scale else 0.0


def top_k_retention(true, found, k):
    """Share of those with the k lowest true ranks who are among the k lowest found."""
    best = (set(np.argsort(column, kind="stable")[:k]) for column in (true, found))
    return len(set.intersection(*best)) / k


def median_displacement(true, found):
    """Median distance between a true rank and the one found."""
    return float(np.median(np.abs(ranks(true) - ranks(found))))
