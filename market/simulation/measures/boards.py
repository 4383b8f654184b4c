"""How well boards find the skilled, and how sure the board of skill is of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.emission import panels
from market.simulation.measures.agreement import agreement
from market.simulation.measures.standings import FLOOR, standings
from market.simulation.measures.tally import Key, Tally
from scoring.board import board
from scoring.skill import shrink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from market.simulation.emission import Emitted
    from market.simulation.layout import Layout
    from scoring.panel import Panel

    Floats = NDArray[np.float64]

__all__ = ["tally_boards"]

_SKILL = "skill"
_FEWEST = 2
"""People without whom there is no order."""


def tally_boards(emitted: Emitted, layout: Layout, losses: Floats, boards: Sequence[str]) -> Tally:
    """Agreement of boards with true skill, a value for each panel.

    Boards are compared on the people who have a figure on all of them. Besides, what share of
    the people have their true skill in the interval, and their true rank in the range, that
    `scoring.board` gives them at 95 %; and what share of all places such a range spans.

    Args:
        emitted: The block.
        layout: Its sizes.
        losses: True loss of each of the people, a row for each panel.
        boards: Names of boards, of `scoring.rivals`.
    """
    each = zip(panels(emitted, layout), losses, strict=True)
    found = [
        _agreements(standings(panel, layout.moments, boards), true, boards) | _held(panel, true)
        for panel, true in each
    ]
    return Tally.of_panels(found)


def _agreements(found: Floats, losses: Floats, boards: Sequence[str]) -> dict[Key, float]:
    known = ~np.isnan(found).any(axis=0)
    if known.sum() < _FEWEST:
        return {}
    agreed = agreement(-losses[known], found[:, known])
    return {
        Key("", figure, name): float(value)
        for figure, values in agreed._asdict().items()
        for name, value in zip(boards, values, strict=True)
    }


def _held(panel: Panel, losses: Floats) -> dict[Key, float]:
    """What a panel's board says of how sure it is, against the truth."""
    found = board(panel, eps=FLOOR, pools=())
    rows = np.flatnonzero(found.rank)
    if rows.size == 0:
        return {}
    loss = losses[rows]
    # The zero of skill is the mean of all who are ranked, weighted by how much is known of them.
    zero = np.average(loss, weights=shrink(np.ones(rows.size), found.exposure[rows]))
    skill, rank = zero - loss, 1 + np.sum(loss[:, None] > loss, axis=1)
    low, high = found.rank_low[rows], found.rank_high[rows]
    held = {
        "interval_held": (found.skill_low[rows] <= skill) & (skill <= found.skill_high[rows]),
        "rank_held": (low <= rank) & (rank <= high),
        "rank_span": (1 + high - low) / rows.size,
    }
    return {Key("", figure, _SKILL): float(each.mean()) for figure, each in held.items()}
