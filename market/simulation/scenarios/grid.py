"""The points of a grid: every case with every combination of the listed values."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from market.simulation.parameters import ParameterError
from market.simulation.scenarios.typed import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from market.simulation.scenarios.document import Document

__all__ = ["MOST_POINTS", "points_of"]

MOST_POINTS = 10_000
"""How many points a grid may have."""


def points_of(document: Document) -> Iterator[tuple[dict[str, Any], Document]]:
    """Each point of the grid: what is particular to it, and the document with that put in.

    The first case comes with all combinations before the second does; of the grid's keys the last
    changes first.

    Args:
        document: The scenario.

    Raises:
        ParameterError: A key leads nowhere or is set twice, a list is none or is empty, or there
            are too many points.
    """
    values = {key: _listed(key, found) for key, found in document.grid.items()}
    points = max(1, len(document.cases)) * prod(map(len, values.values()))
    if points > MOST_POINTS:
        raise ParameterError("grid", f"has {points:,} points, and {MOST_POINTS:,} are the most")
    for at, held in _cases(document, values):
        for chosen in product(*values.values()):
            here = held
            for key, value in zip(values, chosen, strict=True):
                here = here.put(key, value)
            yield at | dict(zip(values, chosen, strict=True)), here


def _cases(
    document: Document, grid: Mapping[str, Any]
) -> Iterator[tuple[dict[str, Any], Document]]:
    """Each case, and the document with its values put in; without cases, the document."""
    if not document.cases:
        yield {}, document
    for name, values in document.cases.items():
        here = document
        for key, value in values.items():
            if key in grid:
                raise ParameterError(key, f"is set by the grid and by the case {name!r}")
            here = here.put(key, value)
        yield {"case": name}, here


def _listed(key: str, found: object) -> list[Any]:
    if not isinstance(found, list):
        raise ParameterError(key, f"must be a list in the grid, not {shown(found)}")
    if not found:
        raise ParameterError(key, "has an empty list in the grid")
    if len(set(map(repr, found))) < len(found):
        raise ParameterError(key, "has a value twice in the grid")
    return found
