"""A part of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cli.charts.markup import Markup

__all__ = ["Section"]


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
