"""A part of a report, and what several parts are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cli.charts.markup import Markup, tag

if TYPE_CHECKING:
    from cli.charts.markup import Child

__all__ = ["Section", "folded_away", "scrolling"]


class Section(NamedTuple):
    """A part of a report.

    Attributes:
        anchor: What its address ends with.
        title: Its heading.
        body: All below the heading.
    """

    anchor: str
    title: str
    body: Markup


def scrolling(table: Markup, label: str) -> Markup:
    """A table that scrolls within its own bounds where the window is narrower.

    Args:
        table: The table.
        label: What it shows, for those who reach it by keyboard or hear it read.
    """
    return tag("div", table, class_="scroll", role="region", aria_label=label, tabindex="0")


def folded_away(summary: str, *children: Child) -> Markup:
    """What is there for whoever wants to know more; a printed page shows it."""
    return tag("details", tag("summary", summary), *children)
