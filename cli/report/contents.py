"""What a report tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cli.charts.history import History
    from cli.output.traders import Traders
    from cli.shared.priced import Priced
    from market.articles.mentions import Mention
    from market.ledger.views.history import Said, Seen
    from market.ledger.views.questions import QuestionState
    from market.poll import Poll
    from scoring.board import Board

__all__ = ["Contents", "Detail", "Wanted"]


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


class Detail(NamedTuple):
    """What is told of a question only where it was asked for by name.

    Attributes:
        scores: Everybody's scores, once it is resolved.
        reasons: The forecasts that have a reason, in their order.
    """

    scores: Sequence[dict[str, Any]]
    reasons: Sequence[Said]


@dataclass(frozen=True)
class Contents:
    """What a report tells; scores are computed once a part of it asks for them.

    Attributes:
        source: The ledger, as it may be shown.
        moment: When it is looked at, in microseconds.
        wanted: What was asked for, by names as the ledger has them.
        poll: The forecasts.
        board: The leaderboard.
        states: The questions, by code.
        mentions: What articles say, by the question's number.
        hidden: Numbers of the questions whose crowd is hidden from the reader.
        blinded: Numbers of those whose price is.
        evidence: What rulings rest on, by the ruling's number.
        details: More on the questions that were asked for by name, by the question's number.
        advice: What to do next where nothing is to be told.
        names: What people are called here, where that is not their name.
        as_of: The moment, if it is one that was asked for.
        markets: The markets on these questions, those that are open first.
        traders: The market board, where all questions are told of.
    """

    source: str
    moment: int
    wanted: Wanted
    poll: Poll
    board: Board
    states: Sequence[QuestionState]
    mentions: Mapping[int, Sequence[Mention]]
    hidden: frozenset[int]
    blinded: frozenset[int]
    evidence: Mapping[int, Sequence[Seen]] = field(default_factory=dict)
    details: Mapping[int, Detail] = field(default_factory=dict)
    advice: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    as_of: int | None = None
    markets: Sequence[Priced] = ()
    traders: Traders | None = None

    def called(self, name: str) -> str:
        """What somebody is called in this report."""
        return self.names.get(name, name)

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

    @cached_property
    def people(self) -> int:
        """How many people have given a forecast on these questions."""
        panel = self.poll.panel
        return int(panel.people[np.unique(panel.forecaster)].sum())

    @cached_property
    def forecasts(self) -> int:
        """How many forecasts they have given that count."""
        return int(self.poll.panel.people[self.poll.panel.forecaster].sum())
