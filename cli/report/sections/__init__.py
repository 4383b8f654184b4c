"""The parts of a report, each made of its contents alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.report.sections.calibration import calibration
from cli.report.sections.decomposition import decomposition
from cli.report.sections.definitions import definitions
from cli.report.sections.head_to_head import head_to_head
from cli.report.sections.leaderboard import leaderboard
from cli.report.sections.markets import markets
from cli.report.sections.questions import questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.report.contents import Contents
    from cli.report.section import Section

__all__ = ["SECTIONS"]

SECTIONS: tuple[Callable[[Contents], Section | None], ...] = (
    leaderboard,
    questions,
    calibration,
    decomposition,
    head_to_head,
    markets,
    definitions,
)
"""All parts in their order; each gives none where it has nothing to tell."""
