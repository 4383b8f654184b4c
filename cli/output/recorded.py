"""A recorded forecast, as a row for programs and a line for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.output.dates import day, iso
from cli.output.figures import percent, precise_percent

if TYPE_CHECKING:
    from market.ledger.reports import Recorded

__all__ = ["FIELDS", "recorded_line", "recorded_row"]

FIELDS = (
    "report",
    "entry",
    "question",
    "probability",
    "at",
    "previous",
    "previous_at",
    "crowd",
    "closes",
)


def recorded_row(recorded: Recorded) -> dict[str, Any]:
    """A recorded forecast for programs: a value for each of `FIELDS`."""
    return {
        "report": recorded.id,
        "entry": recorded.entry,
        "question": recorded.slug,
        "probability": recorded.probability,
        "at": iso(recorded.at),
        "previous": recorded.previous,
        "previous_at": iso(recorded.previous_at),
        "crowd": recorded.crowd,
        "closes": iso(recorded.closes),
    }


def recorded_line(recorded: Recorded) -> str:
    """What was recorded, what it replaces, and the crowd beside it."""
    now = precise_percent(recorded.probability)
    change, since = now, ""
    if recorded.previous is not None and recorded.previous_at is not None:
        before = precise_percent(recorded.previous)
        change, since = f"{before} → {now}", f"   ({before} since {day(recorded.previous_at)})"
    crowd = "" if recorded.crowd is None else f"   crowd {percent(recorded.crowd)}"
    return f"Recorded #{recorded.id}  {recorded.slug}   {change}{since}{crowd}"
