"""Scores of a block by question: of groups, pools, prices and the ideal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.measures.tally import Key, Tally
from scoring.pooling import crowds, everybodys_cells
from scoring.sorting import sums_by
from scoring.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from market.simulation.emission import Emitted
    from market.simulation.layout import Layout
    from market.simulation.mechanisms.mechanism import Priced
    from market.simulation.people.groups import Group
    from scoring.cells import Cells

    Floats = NDArray[np.float64]

__all__ = ["tally_questions"]

_COMPARED = 2
"""Groups from which on their profits are told: of one, what it gains is what the maker loses."""


def tally_questions(
    emitted: Emitted,
    layout: Layout,
    groups: Sequence[Group],
    pools: Sequence[str],
    priced: Mapping[str, Priced],
) -> Tally:
    """Brier and log losses per time stood, and the figures of the markets.

    A loss is a sum over time, and what it is divided by is the time: as on a board, a question
    that closes early counts for as long as it was open, and exaggeration does not pay.

    Args:
        emitted: The block.
        layout: Its sizes; lanes are the clusters.
        groups: Who is in it; a group's loss is that of all its members together.
        pools: Names of pools.
        priced: Results of the mechanisms by name, in the order in which they were emitted.
    """
    timeline = Timeline.of(emitted.panel)
    cells = everybodys_cells(timeline, crowds(timeline, pools))
    names = [group.name for group in groups]
    names += [f"@{name}" for name in ("ideal", *priced, *pools)]
    counts = [group.count for group in groups] + [1] * (len(names) - len(groups))
    total, count = _losses(cells, layout, names, np.repeat(np.arange(len(names)), counts))
    for name, market in priced.items():
        for figure, value in {**market.figures, **_profits(market, groups)}.items():
            key = Key(f"@{name}", figure)
            total[key] = value.reshape(layout.lanes, layout.lane).sum(axis=1)
            count[key] = np.full(layout.lanes, float(layout.lane))
    return Tally(total, count)


def _profits(market: Priced, groups: Sequence[Group]) -> dict[str, Floats]:
    """What a member of each group gains on each question, on average, where there are several."""
    present = [group for group in groups if group.count > 0]
    if market.profit is None or len(present) < _COMPARED:
        return {}
    ends = np.cumsum([group.count for group in present])
    shares = np.split(market.profit, ends[:-1])
    names = [f"profit_of_{group.name}" for group in present]
    return {name: share.mean(axis=0) for name, share in zip(names, shares, strict=True)}


def _losses(
    cells: Cells, layout: Layout, names: Sequence[str], owner: NDArray[np.intp]
) -> tuple[dict[Key, Floats], dict[Key, Floats]]:
    """Sums of losses by lane, and of the time stood; ``owner`` is each forecaster's name."""
    shape = len(names), layout.lanes
    place = owner[cells.forecaster] * layout.lanes + cells.question // layout.lane

    def by_lane(column: Floats) -> dict[str, Floats]:
        sums = sums_by(place, column, shape[0] * shape[1]).reshape(shape)
        return dict(zip(names, sums, strict=True))

    losses = {"brier": by_lane(cells.brier_time), "log": by_lane(cells.log_time)}
    time = by_lane(cells.time)
    keys = [Key(name, figure) for name in names for figure in losses]
    return {key: losses[key.figure][key.who] for key in keys}, {key: time[key.who] for key in keys}
