"""Which questions and forecasters were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cli.output.dates import iso, moment
from market.errors import UsageError
from market.ledger.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.ledger.questions import QuestionState
    from scoring.kinds import Kind

__all__ = ["Filters", "has_tag"]


def has_tag(state: QuestionState, tag: str) -> bool:
    """Whether a question has a tag, whatever the case."""
    return fold(tag) in map(fold, state.tags)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a board is restricted to.

    Attributes:
        tag: Only questions with this tag.
        since: Only questions closed since then, in microseconds.
        until: Only questions closed by then.
        kind: Only forecasters of this kind.
        least: Least exposure shown, in lifetimes.

    Raises:
        UsageError: One of them is impossible, or two contradict each other.
    """

    tag: str | None = None
    since: int | None = None
    until: int | None = None
    kind: Kind | None = None
    least: float = 0.0

    def __post_init__(self) -> None:
        if not self.least >= 0.0:
            raise UsageError(f"{self.least} is no exposure.", "Give lifetimes, as in --min 5")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise UsageError("--until lies before --since.", "Exchange them.")

    def chosen(self, state: QuestionState) -> bool:
        """Whether a question is among those asked for."""
        return (
            (self.tag is None or has_tag(state, self.tag))
            and (self.since is None or state.actual_close >= self.since)
            and (self.until is None or state.actual_close <= self.until)
        )

    def words(self) -> Iterator[str]:
        """Each restriction as the heading of a board tells it."""
        if self.tag is not None:
            yield f"tag {self.tag}"
        if self.since is not None:
            yield f"closed since {moment(self.since)}"
        if self.until is not None:
            yield f"closed by {moment(self.until)}"
        if self.kind is not None:
            yield f"kind {self.kind}"
        if self.least:
            yield f"exposure {self.least:g} or more"

    def document(self) -> dict[str, Any]:
        """The restrictions for programs; null where there is none."""
        return {
            "tag": self.tag,
            "since": iso(self.since),
            "until": iso(self.until),
            "kind": self.kind,
            "min": self.least or None,
        }
