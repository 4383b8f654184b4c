"""How far strategists come on a board, each alone among the same crowd."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.emission import emit, panels
from market.simulation.measures.standings import standings
from market.simulation.measures.tally import Key, Tally
from market.simulation.mechanisms.poll import poll

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from market.simulation.people.groups import Group
    from market.simulation.scene import Scene

    Floats = NDArray[np.float64]

__all__ = ["tally_gaming"]


def tally_gaming(scene: Scene, groups: Sequence[Group], boards: Sequence[str]) -> Tally:
    """Whom each group outranks of the first group, and its figure; a value for each panel.

    The first group meets each other group by itself, in the same scene.

    Args:
        scene: The block, with everybody.
        groups: Who is in it: the crowd, and each strategist.
        boards: Names of boards, of `scoring.rivals`.
    """
    found: list[dict[Key, float]] = [{} for _ in range(scene.layout.panels)]
    ends = np.cumsum([group.count for group in groups])
    crowd, *others = np.split(np.arange(ends[-1]), ends[:-1])
    for group, rows in zip(groups[1:], others, strict=True):
        for place, told in enumerate(_figures(scene, np.append(crowd, rows), boards)):
            found[place] |= _standing(told, crowd.size, group.name, boards)
    return Tally.of_panels(found)


def _figures(scene: Scene, rows: NDArray[np.intp], boards: Sequence[str]) -> Iterator[Floats]:
    """Figures of each panel where only some are there: boards, people."""
    alone = scene.only(rows)
    for panel in panels(emit(alone, poll(alone), ()), alone.layout):
        yield standings(panel, alone.layout.moments, boards)


def _standing(figures: Floats, crowd: int, name: str, boards: Sequence[str]) -> dict[Key, float]:
    """Share of the crowd that is outranked, and the figure, of those who have one."""
    standing: dict[Key, float] = {}
    for board, row in zip(boards, figures.round(9), strict=True):
        members, own = (side[~np.isnan(side)] for side in (row[:crowd], row[crowd:]))
        if members.size and own.size:
            standing[Key(name, "beaten", board)] = float(np.mean(own[:, None] > members))
            standing[Key(name, "value", board)] = float(own.mean())
    return standing
