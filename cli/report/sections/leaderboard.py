"""Who foresees well, and how far that can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.charts.markup import joined, tag
from cli.output.figures import fixed
from cli.report.section import Section

if TYPE_CHECKING:
    from cli.report.contents import Contents

__all__ = ["leaderboard"]


def leaderboard(contents: Contents) -> Section | None:
    """The leaderboard, with intervals."""
    if not contents.rows:
        return None
    cells = [
        tag("tr", tag("th", row["forecaster"], scope="row"), tag("td", fixed(row["skill"])))
        for row in contents.rows
    ]
    head = tag("tr", tag("th", "forecaster", scope="col"), tag("th", "skill", scope="col"))
    return Section("leaderboard", "Leaderboard", tag("table", head, joined(cells)))
