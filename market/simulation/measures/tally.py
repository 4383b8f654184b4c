"""Sums of figures over clusters: all that a block leaves behind, and all that a table needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

    @classmethod
    def of_panels(cls, found: Sequence[Mapping[Key, float]]) -> Self:
        """Tally of figures that each panel has one of, or none; each panel is a cluster.

        Without markets nobody acts in an order that panels of a lane would share.

        Args:
            found: The figures of each panel.
        """
        keys = dict.fromkeys(key for one in found for key in one)
        values = {key: np.array([one.get(key, np.nan) for one in found]) for key in keys}
        return cls(
            {key: np.nan_to_num(value) for key, value in values.items()},
            {key: (~np.isnan(value)).astype(np.float64) for key, value in values.items()},
        )
