"""Scores of a block by question: of groups, pools, prices and the ideal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.measures.tally import Key, Tally
from scoring.pooling import crowds, everybodys_cells
from scoring.sorting import sums_by
from scoring.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from market.simulation.emission import Emitted
    from market.simulation.mechanisms.mechanism import Priced
    from market.simulation.people.groups import Group

    Floats = NDArray[np.float64]

__all__ = ["tally_questions"]

_SCORES = ("brier", "log")


def tally_questions(
    emitted: Emitted,
    groups: Sequence[Group],
    pools: Sequence[str],
    markets: Sequence[tuple[str, Priced]],
) -> Tally:
    """Mean Brier and log losses over the time stood, and the figures of the markets.

    Args:
        emitted: The block.
        groups: Who is in it; a group's figure is that of its members, each question of each alike.
        pools: Names of pools.
        markets: Names and results of the mechanisms, in the order in which they were emitted.
    """
    panel = emitted.panel
    timeline = Timeline.of(panel)
    cells = everybodys_cells(timeline, crowds(timeline, pools))
    groups_of = np.repeat(np.arange(len(groups)), [group.count for group in groups])
    voices = 1 + len(markets) + len(pools)
    code = np.append(groups_of, len(groups) + np.arange(voices))[cells.forecaster]
    prices = [f"@{name}" for name, _ in markets]
    names = [group.name for group in groups] + ["@ideal", *prices, *(f"@{pool}" for pool in pools)]
    lanes = int(panel.cluster.max()) + 1
    total: dict[Key, Floats] = {}
    count: dict[Key, Floats] = {}
    for figure in _SCORES:
        value = getattr(cells, figure)
        for n, name in enumerate(names):
            mine = (code == n) & ~np.isnan(value)
            lane = panel.cluster[cells.question[mine]]
            total[Key(name, figure)] = sums_by(lane, value[mine], lanes)
            count[Key(name, figure)] = np.bincount(lane, minlength=lanes).astype(np.float64)
    for name, priced in markets:
        for figure, value in priced.figures.items():
            total[Key(f"@{name}", figure)] = sums_by(panel.cluster, value, lanes)
            count[Key(f"@{name}", figure)] = np.bincount(panel.cluster).astype(np.float64)
    return Tally(total, count)
