"""The state of things for one person: a screen for people, a document for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.output.dates import ago, day, iso, to_go
from cli.output.figures import fixed, percent, precise_percent, signed
from cli.output.streams import WIDEST
from cli.output.table import INDENT, Column, table
from cli.shared.outlook import hidden_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cli.output.streams import Screen
    from cli.shared.outlook import Outlook
    from market.ledger.views.questions import QuestionState

__all__ = ["FIELDS", "Stale", "Status", "document", "lines", "next_step", "row"]

FIELDS = ("ledger", "user", "now", "open", "to_resolve", "resolved")
SHOWN = 5
"""Questions shown in each section."""


class Stale(NamedTuple):
    """A forecast that wants another look.

    Attributes:
        outlook: The question, with the forecast.
        before: What the crowd said when it was given.
        is_old: Whether its age alone makes it stale.
        has_moved: Whether the crowd's move since then does.
    """

    outlook: Outlook
    before: float | None
    is_old: bool
    has_moved: bool


@dataclass(frozen=True, slots=True)
class Status:
    """What waits for somebody.

    Attributes:
        ledger: The ledger's address, without secrets.
        user: Who asks.
        now: When, in microseconds.
        is_absent: Whether there is no ledger yet.
        open: How many questions are open.
        resolved: How many are resolved.
        missing: Open questions without a forecast of the user's, the soonest to close first.
        stale: His forecasts that want another look, in the same order.
        waiting: Closed questions that wait to be resolved, the longest first.
        scores: His scores on the questions that were resolved last.
        rights: What he may do as a member of a team; none where nobody is one.
    """

    ledger: str
    user: str
    now: int
    is_absent: bool = False
    open: int = 0
    resolved: int = 0
    missing: Sequence[Outlook] = ()
    stale: Sequence[Stale] = ()
    waiting: Sequence[QuestionState] = ()
    scores: Sequence[dict[str, Any]] = field(default_factory=tuple)
    rights: Collection[str] | None = None


def row(status: Status) -> dict[str, Any]:
    """The counts, which are a row of the CSV form."""
    return {
        "ledger": status.ledger,
        "user": status.user,
        "now": iso(status.now),
        "open": status.open,
        "to_resolve": len(status.waiting),
        "resolved": status.resolved,
    }


def document(status: Status) -> dict[str, Any]:
    """All of it for programs: unlike the screen, it leaves no question out."""
    return {
        **row(status),
        "missing": [_seen(one) for one in status.missing],
        "stale": [_stale(one) for one in status.stale],
        "waiting": [
            {"question": state.slug, "title": state.title, "actual_close": iso(state.actual_close)}
            for state in status.waiting
        ],
        "scores": list(status.scores),
    }


def _seen(one: Outlook) -> dict[str, Any]:
    return {
        "question": one.state.slug,
        "title": one.state.title,
        "closes": iso(one.state.closes),
        "crowd": one.median,
        "people": one.people,
        "crowd_hidden": one.hidden,
    }


def _stale(stale: Stale) -> dict[str, Any]:
    one = stale.outlook
    return {
        "question": one.state.slug,
        "title": one.state.title,
        "closes": iso(one.state.closes),
        "you": one.you,
        "you_at": iso(one.mine.at if one.mine else None),
        "crowd_then": stale.before,
        "crowd": one.median,
        "is_old": stale.is_old,
        "has_moved": stale.has_moved,
    }


def lines(status: Status, screen: Screen) -> Iterator[str]:
    """All of it for people; what there is nothing of is left out."""
    yield from _heading(status, screen)
    if status.is_absent:
        yield "There is no ledger here yet."
    elif not status.open:
        ready = " There are ready-made ones: foretell seed load anchorage"
        yield f"No question is open.{ready if status.rights is None else ''}"
    for section in (_missing, _outdated, _waiting, _scores):
        told = section(status, screen)
        yield from ["", *told] if told else []


def _heading(status: Status, screen: Screen) -> list[str]:
    """What this is at the left, the counts at the right, or below where there is no room."""
    name = status.ledger if "://" in status.ledger else Path(status.ledger).name
    left = f"foretell · {name} · {status.user} · {day(status.now)}"
    if status.is_absent:
        return [left]
    waiting = len(status.waiting)
    right = f"{status.open} open · {waiting} to resolve · {status.resolved} resolved"
    blanks = (screen.width or WIDEST) - len(left) - len(right)
    return [left + " " * blanks + right] if blanks > 1 else [left, right]


def _missing(status: Status, screen: Screen) -> list[str]:
    columns = (Column("closes"), Column("crowd", right=True), Column("people", right=True))
    rows = [
        (
            one.state.slug,
            to_go(one.state.actual_close - status.now),
            one.shown_median,
            str(one.people),
        )
        for one in status.missing
    ]
    title = f"Not forecast yet ({len(rows)} of {status.open})"
    told = _section(title, columns, rows, screen, "foretell questions --missing")
    return [*told, *hidden_line(status.missing[:SHOWN])]


def _outdated(status: Status, screen: Screen) -> list[str]:
    columns = (
        Column("you", right=True),
        Column("since"),
        Column("crowd", right=True),
        Column("why"),
    )
    rows = [
        (
            one.outlook.state.slug,
            precise_percent(one.outlook.you),
            day(one.outlook.mine.at),
            _move(one),
            _why(one),
        )
        for one in status.stale
        if one.outlook.mine is not None
    ]
    return _section("Stale", columns, rows, screen, "foretell questions --mine")


def _move(stale: Stale) -> str:
    now, before = percent(stale.outlook.median), percent(stale.before)
    return f"{before} → {now}" if before != now else now


def _why(stale: Stale) -> str:
    reasons = [(stale.is_old, "60 days old"), (stale.has_moved, "crowd moved")]
    return ", ".join(words for holds, words in reasons if holds)


def _waiting(status: Status, screen: Screen) -> list[str]:
    rows = [
        (state.slug, day(state.actual_close), f"({ago(status.now - state.actual_close)})")
        for state in status.waiting
    ]
    columns = (Column("closed"), Column(""))
    return _section(
        "Waiting for somebody to resolve", columns, rows, screen, "foretell close --due"
    )


def _scores(status: Status, screen: Screen) -> list[str]:
    columns = (
        Column("outcome"),
        *(Column(header, right=True) for header in ("Brier ↓", "crowd ↓", "peer ↑")),
    )
    rows = [
        (
            one["question"],
            "YES" if one["outcome"] else "NO",
            fixed(one["brier"]),
            fixed(one["crowd_brier"]),
            signed(one["peer"]),
        )
        for one in status.scores
    ]
    return _section("Your last scores", columns, rows, screen, f"foretell scores {status.user}")


def _section(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[tuple[str, ...]],
    screen: Screen,
    more: str,
) -> list[str]:
    """A table of questions under its title; a few rows, and where to find the others."""
    if not rows:
        return []
    rest = f"  … {len(rows) - SHOWN} more: {more}"
    return [*_titled(title, columns, rows[:SHOWN], screen), *([rest] if len(rows) > SHOWN else [])]


def _titled(
    title: str, columns: Sequence[Column], rows: Sequence[tuple[str, ...]], screen: Screen
) -> list[str]:
    """The table with the title in the line of its headers, or above it where it is too long."""
    head, *told = table([Column(title, shrinks=True), *columns], rows, screen)
    if head.startswith(INDENT + title):
        return [title + INDENT + head.removeprefix(INDENT + title), *told]
    return [title, *table([Column("", shrinks=True), *columns], rows, screen)]


def next_step(status: Status) -> list[str]:
    """The command that is of most use now, and where to find others; one that he may use."""
    if status.is_absent:
        ready = "Ready-made questions: foretell seed load anchorage   (your own: foretell ask)"
        return ["Next: foretell demo", ready]
    if status.missing:
        first = f"Next: foretell forecast {status.missing[0].state.slug} 30%"
        return [first, "All of them, one by one: foretell forecast"]
    if status.stale:
        return [f"Next: foretell show {status.stale[0].outlook.state.slug}"]
    if status.waiting and (status.rights is None or "resolver" in status.rights):
        return [f"Next: foretell resolve {status.waiting[0].slug} yes|no"]
    if status.open or status.rights is not None:
        return ["Next: foretell leaderboard"]
    return ["Next: foretell seed load anchorage"]
