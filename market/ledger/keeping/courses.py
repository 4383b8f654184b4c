"""The questions that have markets, as one entry after another changed them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from market.ledger.exchange import Market
from market.ledger.tables import Ruling, Verdict, Wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Row, Select

__all__ = ["Course", "Ruled", "courses"]


class Ruled(NamedTuple):
    """A ruling, and when its question closed by it.

    Attributes:
        number: The ruling's number.
        entry: The entry that recorded it.
        verdict: What was ruled.
        outcome: 1 or 0, with a resolution.
        close: The actual close, in microseconds.
    """

    number: int
    entry: int
    verdict: str
    outcome: int | None
    close: int


class Course:
    """What became of a question.

    Attributes:
        rulings: The rulings on it, in their order.
    """

    def __init__(self) -> None:
        self.rulings: list[Ruled] = []
        self._opens = self._closes = 0
        self._early: int | None = None
        self._is_over = False
        self._entries: list[int] = []
        self._periods: list[tuple[int, int]] = []

    def is_open(self, entry: int, moment: int) -> bool:
        """Whether it was open as an entry was written, or became or ceased to be so by it.

        Args:
            entry: The entry's number.
            moment: When it was recorded, in microseconds.
        """
        until = bisect_right(self._entries, entry)
        since = max(0, bisect_left(self._entries, entry, hi=until) - 1)
        return any(opens <= moment < ends for opens, ends in self._periods[since:until])

    def word(self, wording: Row[Any]) -> None:
        """Take note of its next wording."""
        self._opens, self._closes = wording.opens, wording.closes
        self._turn(wording.entry)

    def rule(self, ruling: Row[Any]) -> None:
        """Take note of the next ruling on it."""
        close = min(ruling.at, self._close())
        self.rulings.append(
            Ruled(ruling.id, ruling.entry, ruling.verdict, ruling.outcome, close),
        )
        match ruling.verdict:
            case Verdict.CLOSE:
                self._early = ruling.at
            case Verdict.REOPEN:
                self._early = None
            case verdict:
                self._is_over = verdict != Verdict.UNRESOLVE
        self._turn(ruling.entry)

    def _close(self) -> int:
        return self._closes if self._early is None else min(self._closes, self._early)

    def _turn(self, entry: int) -> None:
        self._entries.append(entry)
        self._periods.append((self._opens, 0 if self._is_over else self._close()))


def courses(connection: Connection) -> dict[int, Course]:
    """The course of each question that has a market, by the market's number."""
    told: list[tuple[Row[Any], Callable[[Course, Row[Any]], None]]]
    told = [(row, Course.word) for row in connection.execute(_wordings())]
    told += [(row, Course.rule) for row in connection.execute(_rulings())]
    found: dict[int, Course] = defaultdict(Course)
    # A question is worded before it is ruled on, also where an entry does both.
    for row, hear in sorted(told, key=lambda one: one[0].entry):
        hear(found[row.market], row)
    return found


def _wordings() -> Select[Any]:
    market, worded = Market.__table__.c, Wording.__table__.c
    columns = (market.id.label("market"), worded.entry, worded.opens, worded.closes)
    return select(*columns).where(worded.question == market.question).order_by(worded.id)


def _rulings() -> Select[Any]:
    market, ruled = Market.__table__.c, Ruling.__table__.c
    columns = (ruled.id, ruled.entry, ruled.verdict, ruled.outcome, ruled.at)
    return (
        select(market.id.label("market"), *columns)
        .where(ruled.question == market.question)
        .order_by(ruled.id)
    )
