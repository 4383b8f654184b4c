"""What a report tells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scoring.board import board

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cli.charts.history import History
    from market.articles.reader import Mention
    from market.ledger.views.questions import QuestionState
    from market.poll import Poll
    from scoring.board import Board

__all__ = ["Contents", "Wanted"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks of a report.

    Attributes:
        questions: Slugs of the questions to tell of; all if there are none.
        who: Forecasters to draw and to tell of, beside the crowd.
        tag: Only questions with this tag.
        anonymous: Whether people have numbers in the place of names.
    """

    questions: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    tag: str | None = None
    anonymous: bool = False


@dataclass(frozen=True)
class Contents:
    """What a report tells; scores are computed once a part of it asks for them.

    Attributes:
        source: The ledger, as it may be shown.
        moment: When it is looked at, in microseconds.
        wanted: What was asked for.
        poll: The forecasts.
        states: The questions, by code.
        mentions: What articles say, by the question's number.
        hidden: Numbers of the questions whose crowd is hidden from the reader.
        blinded: Numbers of those whose price is.
    """

    source: str
    moment: int
    wanted: Wanted
    poll: Poll
    states: Sequence[QuestionState]
    mentions: Mapping[int, Sequence[Mention]]
    hidden: frozenset[int]
    blinded: frozenset[int]

    @cached_property
    def board(self) -> Board:
        """The leaderboard."""
        return board(self.poll.panel)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the leaderboard, as programs get them."""
        from cli.output.board import board_rows

        return board_rows(self.board, self.poll)

    @cached_property
    def histories(self) -> list[History]:
        """Every question over time."""
        from cli.shared.histories import histories

        return list(
            histories(
                self.poll,
                self.states,
                moment=self.moment,
                shown=self.wanted.who,
                hidden=self.hidden,
            )
        )
