"""Folds by cluster: what is fitted for some questions is fitted without their like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["FOLDS", "folds"]

FOLDS = 10
"""Parts of the evidence, each judged by what the others taught."""


def folds(cluster: ArrayLike, k: int = FOLDS) -> NDArray[np.intp]:
    """Fold of each row, from 0 to k - 1; rows of one cluster are always in one fold.

    Clusters are dealt out in the order of their codes, like cards. There is no chance in it, and
    of the codes only the order matters; one more cluster at the end leaves all others in place.

    Args:
        cluster: Code of each row's cluster.
        k: Number of folds; of fewer clusters, each is a fold of its own.

    >>> folds([7, 3, 7, 9], k=2).tolist()
    [1, 0, 1, 0]
    """
    _, place = np.unique(np.asarray(cluster), return_inverse=True)
    return (place % k).astype(np.intp)
