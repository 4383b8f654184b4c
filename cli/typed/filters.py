"""Which questions and forecasters were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer

from cli.output.dates import iso, moment
from cli.output.figures import precise_percent
from cli.typed.amounts import probability_value
from cli.typed.values import parse_time, past_moment
from market.errors import UsageError
from market.ledger.names import fold
from market.ledger.views.beliefs import Beliefs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.ledger.views.questions import QuestionState
    from scoring.kinds import Kind

__all__ = ["BeliefsName", "Filters", "Since", "Tag", "Until", "has_tag"]

Tag = Annotated[
    str | None, typer.Option("--tag", metavar="TAG", help="Only questions with this tag.")
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="TIME", help="Only questions closed since then.")
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="TIME|SHARE",
        help="Only questions closed by then; or a share such as 50%: who knew early.",
    ),
]

BeliefsName = Annotated[
    Beliefs,
    typer.Option(
        "--beliefs",
        metavar="reports|trades|both",
        help="Score people by what they report, by what they trade, or by both.",
    ),
]

_SECOND = 1_000_000

_TOLD = {
    Beliefs.TRADES: "people by their trades",
    Beliefs.BOTH: "people by their reports and trades",
}


def has_tag(state: QuestionState, tag: str) -> bool:
    """Whether a question has a tag, whatever the case."""
    return fold(tag) in map(fold, state.tags)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a board is restricted to.

    Attributes:
        tag: Only questions with this tag.
        since: Only questions closed since then, in microseconds.
        until: Only questions closed by then; to the second, so that a season ends where the next
            begins.
        share: Every question only until this share of its scheduled open time is over.
        kind: Only forecasters of this kind.
        least: Least exposure shown, in lifetimes.
        known_at: Only what had been recorded by then, in microseconds.
        beliefs: What counts as a forecast of somebody.

    Raises:
        UsageError: One of them is impossible, or two contradict each other.
    """

    tag: str | None = None
    since: int | None = None
    until: int | None = None
    share: float | None = None
    kind: Kind | None = None
    least: float = 0.0
    known_at: int | None = None
    beliefs: Beliefs = Beliefs.REPORTS

    def __post_init__(self) -> None:
        if not (isfinite(self.least) and self.least >= 0.0):
            raise UsageError(f"{self.least} is no exposure.", "Give lifetimes, as in --min 5")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise UsageError("--until lies before --since.", "Exchange them.")

    @classmethod
    def of(
        cls,
        now: int,
        *,
        tag: str | None = None,
        since: str | None = None,
        until: str | None = None,
        kind: Kind | None = None,
        least: float = 0.0,
        known_at: str | None = None,
        beliefs: Beliefs = Beliefs.REPORTS,
    ) -> Self:
        """The restrictions as they were typed.

        Raises:
            UsageError: A time or a share cannot be understood, or they contradict each other.
        """
        share = until if until is not None and until.rstrip().endswith("%") else None
        last = None if share is not None else until
        return cls(
            tag=tag,
            since=None if since is None else parse_time(since, now),
            until=None if last is None else parse_time(last, now, ends_day=True),
            share=None if share is None else _share(share),
            kind=kind,
            least=least,
            known_at=(None if known_at is None else past_moment(known_at, now)),
            beliefs=beliefs,
        )

    def chosen(self, state: QuestionState) -> bool:
        """Whether a question is among those asked for."""
        return (
            (self.tag is None or has_tag(state, self.tag))
            and (self.since is None or state.actual_close >= self.since)
            and (self.until is None or state.actual_close // _SECOND <= self.until // _SECOND)
        )

    def words(self) -> Iterator[str]:
        """Each restriction as the heading of a board tells it."""
        if self.known_at is not None:
            yield f"as known on {moment(self.known_at)}"
        if self.tag is not None:
            yield f"tag {self.tag}"
        if self.since is not None:
            yield f"closed since {moment(self.since)}"
        if self.until is not None:
            yield f"closed by {moment(self.until)}"
        if self.share is not None:
            yield f"only the first {precise_percent(self.share)} of each question's time"
        if self.kind is not None:
            yield f"kind {self.kind}"
        if self.beliefs in _TOLD:
            yield _TOLD[self.beliefs]
        if self.least:
            yield f"exposure {self.least:g} or more"

    def document(self) -> dict[str, Any]:
        """The restrictions for programs; null where there is none."""
        return {
            "tag": self.tag,
            "since": iso(self.since),
            "until": iso(self.until),
            "until_share": self.share,
            "kind": self.kind,
            "min": self.least or None,
            "known_at": iso(self.known_at),
            "beliefs": self.beliefs.value if self.beliefs in _TOLD else None,
        }


def _share(words: str) -> float:
    share = probability_value(words.strip())
    if share is None or not 0.0 < share <= 1.0:
        said = f"{words.strip()} is no share of a question's time."
        raise UsageError(said, "Above 0% and at most 100%, as in --until 50%")
    return share
