"""Who is better than whom, on the questions that both answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.charts.markup import joined, tag
from cli.charts.matrix import matrix_chart
from cli.charts.picture import Size
from cli.report.section import Section, scrolling
from cli.shared.contests import everybody
from cli.shared.entrants import Entrants
from market.poll import MARKET
from scoring.comparison.common_time import Curves
from scoring.rules import BRIER

if TYPE_CHECKING:
    from cli.report.contents import Contents

__all__ = ["head_to_head"]

_FIRST = 8
"""People who are shown in any case: the first of the board."""

_FEWEST = 3
_CELL, _NAMES = 54, 150
"""Pixels of a column, and of the names beside the rows."""


def head_to_head(contents: Contents) -> Section | None:
    """The first of the board, the crowd, the market and those who were named against each other."""
    names = _shown(contents)
    if len(names) < _FEWEST:
        return None
    entrants = Entrants(contents.poll)
    curves = Curves.of([entrants.stands(entrants.names.index(name)) for name in names], BRIER)
    found = everybody(curves, names, BRIER, level=contents.board.level)
    if not found.questions:
        return None
    drawn = matrix_chart(found, Size(_NAMES + _CELL * len(names), 0)).inline()
    told = tag("p", found.meaning, class_="note")
    body = joined([scrolling(drawn, "Matrix of all pairs"), told])
    return Section("head-to-head", "Head to head", body)


def _shown(contents: Contents) -> list[str]:
    """Who is compared, in the order of the board."""
    rows = contents.rows
    wanted = {contents.called(name) for name in contents.wanted.who} | {"@median", MARKET}
    wanted |= {row["forecaster"] for row in [row for row in rows if row["rank"]][:_FIRST]}
    return [row["forecaster"] for row in rows if row["forecaster"] in wanted]
