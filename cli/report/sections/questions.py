"""Each question: what was asked, what was said, what came true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.charts.history import history_chart
from cli.charts.markup import joined, tag
from cli.report.section import Section

if TYPE_CHECKING:
    from cli.report.contents import Contents

__all__ = ["questions"]


def questions(contents: Contents) -> Section | None:
    """All questions, each with its history."""
    if not contents.states:
        return None
    cards = [
        tag("article", tag("h3", state.title, dir="auto"), history_chart(history).inline())
        for state, history in zip(contents.states, contents.histories, strict=True)
    ]
    return Section("questions", "Questions", tag("div", joined(cards), class_="cards"))
