"""A chart with its text alternative: part of a page, or a file of its own."""

from __future__ import annotations

from typing import NamedTuple

from cli.charts.markup import Markup, joined, tag
from cli.charts.theme import chart_css

__all__ = ["CARD", "FILE_SIZE", "Picture", "Size"]


class Size(NamedTuple):
    """How large a chart is, in pixels.

    Attributes:
        width: From left to right.
        height: From top to bottom.
    """

    width: int
    height: int


CARD = Size(440, 260)
"""A chart on a page: its text is still readable where a phone shows it smaller."""

FILE_SIZE = Size(760, 440)
"""A chart in a file, for a paper or a slide."""


class Picture(NamedTuple):
    """A chart.

    Attributes:
        title: What it shows, in a few words.
        description: What can be read off it, in sentences: all that a reader who cannot see it
            needs.
        size: How large it is.
        body: What is drawn.
    """

    title: str
    description: str
    size: Size
    body: Markup

    def inline(self) -> Markup:
        """The chart as an element of a page, whose style sheet has the rules of charts."""
        return self._svg(self.body)

    def standalone(self) -> str:
        """The chart as a file: with its colours, on a ground of its own."""
        style = tag("style", Markup(chart_css()))
        ground = tag("rect", width="100%", height="100%", fill="#ffffff")
        return self._svg(joined([style, ground, self.body]), "http://www.w3.org/2000/svg") + "\n"

    def _svg(self, body: Markup, namespace: str | None = None) -> Markup:
        width, height = self.size
        return tag(
            "svg",
            tag("title", self.title),
            tag("desc", self.description),
            body,
            xmlns=namespace,
            class_="chart",
            viewBox=f"0 0 {width} {height}",
            width=width,
            height=height,
            role="img",
            aria_label=f"{self.title}. {self.description}",
        )
