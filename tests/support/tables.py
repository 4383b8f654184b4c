"""The library's tables as dictionaries, to lay beside the referee's."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from oracle import Figures
from worlds import World, panel_of

from scoring.timeline import cells

if TYPE_CHECKING:
    from scoring.cells import Cells

__all__ = ["by_cell", "table"]


def by_cell(cells: Cells) -> dict[tuple[int, int], Figures]:
    """Figures by (forecaster, question)."""
    rows = zip(*(getattr(cells, field.name).tolist() for field in fields(Figures)), strict=True)
    keys = zip(cells.forecaster.tolist(), cells.question.tolist(), strict=True)
    return {key: Figures(*row) for key, row in zip(keys, rows, strict=True)}


def table(world: World, **options: Any) -> dict[tuple[int, int], Figures]:
    """The library's cells of a world."""
    return by_cell(cells(panel_of(world), **options))
