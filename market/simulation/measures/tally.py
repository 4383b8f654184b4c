"""Sums of figures over clusters: all that a block leaves behind, and all that a table needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Key", "Tally"]


class Key(NamedTuple):
    """What a figure is.

    Attributes:
        who: Whose: a group, ``@ideal``, a pool such as ``@median``, or a market such as ``@lmsr``.
        figure: Which: ``brier``, ``log``, ``maker_loss``, ``spearman`` ...
        board: The board that it is about, if it is about one: ``skill``, ``brier`` ...
    """

    who: str
    figure: str
    board: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums of a block over its clusters, and what they are sums of.

    Clusters stand in the same order under every key, so that differences can be paired.

    Attributes:
        total: Sum of a figure over each cluster, by key.
        count: Number of its values in each cluster, by key.
    """

    total: Mapping[Key, Floats]
    count: Mapping[Key, Floats]
