"""One forecaster's scores, question by question, beside the crowd's."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from cli.output.board import board_rows, row_names
from cli.output.dates import day, iso
from cli.output.figures import MISSING, fixed, percent, precise_percent, share, signed
from cli.output.states import short_state
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from cli.shared.boards import remarks
from cli.shared.entrants import Entrants
from cli.shared.pools import pools_named
from scoring.board import board

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.streams import Screen
    from market.ledger.views.questions import QuestionState
    from market.poll import Poll
    from scoring.board import Board

__all__ = ["FIELDS", "Scorecard"]

FIELDS = (
    "question",
    "outcome",
    "resolved_at",
    "last",
    "coverage",
    "brier",
    "crowd_brier",
    "log",
    "baseline",
    "peer",
    "forecasts",
)
_COLUMNS = (
    Column("question", shrinks=True, least=24),
    Column("resolved", leaves=5),
    Column("was"),
    Column("last", right=True),
    Column("cover", right=True, leaves=1),
    Column("Brier ↓", right=True),
    Column("crowd ↓", right=True),
    Column("log ↓", right=True, leaves=2),
    Column("baseline ↑", right=True, leaves=4),
    Column("peer ↑", right=True, leaves=3),
)
_READING = (
    "The last line is that of the leaderboard: Brier and log per time stood, baseline and peer per "
    "question. crowd: the Brier of @median."
)


class Scored(NamedTuple):
    """One question: its state, the crowd's Brier loss, and the forecaster's figures.

    A figure is NaN where it is missing; see `scoring.cells.Cells`.
    """

    state: QuestionState
    crowd_brier: float
    last: float
    coverage: float
    brier: float
    log: float
    baseline: float
    peer: float
    forecasts: int

    def row(self) -> dict[str, Any]:
        """The question for programs: a value for each of `FIELDS`."""
        state = self.state
        own = {
            "question": state.slug,
            "outcome": state.outcome,
            "resolved_at": iso(state.resolved_at),
        }
        return own | {field: getattr(self, field) for field in FIELDS[len(own) :]}

    def cells(self) -> list[str]:
        """The question for people: a cell for each column of the table."""
        return [
            self.state.slug,
            MISSING if self.state.resolved_at is None else day(self.state.resolved_at),
            short_state(self.state),
            percent(self.last),
            share(self.coverage),
            fixed(self.brier),
            fixed(self.crowd_brier),
            fixed(self.log),
            signed(self.baseline),
            signed(self.peer),
        ]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A row of a board, and what it is made of.

    Attributes:
        made: The board.
        name: The forecaster, as shown.
        found: The questions, the newest resolution first.
        total: The row; none where no question counts.
    """

    made: Board
    name: str
    found: list[Scored]
    total: dict[str, Any] | None

    @classmethod
    def of(cls, poll: Poll, states: Sequence[QuestionState], who: str) -> Self:
        """The scorecard of somebody in a poll.

        Args:
            poll: The forecasts.
            states: Its questions, by code.
            who: The name as it was typed.

        Raises:
            Refused: Nobody is called so.
        """
        entrants = Entrants(poll, named=(who,))
        code = entrants.code(who)
        name = entrants.names[code]
        made = board(poll.panel, pools=pools_named([name] if code >= len(poll.forecasters) else []))
        place = row_names(made, poll).index(name)
        rows = {row["forecaster"]: row for row in board_rows(made, poll)}
        return cls(made, name, _scored(made, states, place), rows.get(name))

    def document(self) -> dict[str, Any]:
        """The scorecard for programs."""
        return {
            "forecaster": self.name,
            "level": self.made.level,
            "total": self.total,
            "rows": [one.row() for one in self.found],
        }

    def lines(self, screen: Screen) -> Iterator[str]:
        """The scorecard for people, below its heading."""
        if self.total is None:
            yield f"No resolved question with a forecast of {self.name}."
            return
        cells = [one.cells() for one in self.found]
        yield from table(_COLUMNS, [*cells, _total_cells(self.total)], screen)
        yield ""
        standing = _standing(self.total, precise_percent(self.made.level))
        for words in (_READING, standing, *remarks(self.made.cells)):
            yield from wrap(words, screen.width or WIDEST)


def _scored(made: Board, states: Sequence[QuestionState], place: int) -> list[Scored]:
    """What a row of a board is made of."""
    cells = made.cells
    crowd = cells.forecaster == made.panel.forecasters + made.pools.index("median")
    crowd_brier = dict(
        zip(cells.question[crowd].tolist(), cells.brier[crowd].tolist(), strict=True)
    )
    mine = np.flatnonzero(cells.forecaster == place)
    columns = [getattr(cells, name)[mine].tolist() for name in Scored._fields[2:]]
    found = [
        Scored(states[code], crowd_brier.get(code, nan), *figures)
        for code, *figures in zip(cells.question[mine].tolist(), *columns, strict=True)
    ]
    return sorted(found, key=lambda one: (-(one.state.resolved_at or 0), one.state.slug))


def _total_cells(row: dict[str, Any]) -> list[str]:
    return [
        "on the board",
        *[""] * 3,
        share(row["coverage"]),
        fixed(row["brier"]),
        "",
        fixed(row["log"]),
        signed(row["baseline"]),
        signed(row["peer"]),
    ]


def _standing(row: dict[str, Any], level: str) -> str:
    """Where a row stands on its board, in a sentence."""
    low, high = signed(row["skill_low"], 3), signed(row["skill_high"], 3)
    words = [f"Skill {signed(row['skill'], 3)}"]
    if low != MISSING:
        words.append(f"{level} interval {low} to {high}")
    words.append(f"exposure {row['exposure']:.1f}")
    if row["rank"]:
        words.append(f"rank {row['rank']}")
    if row["rank_low"]:
        words.append(f"could be {row['rank_low']} to {row['rank_high']}")
    return ", ".join(words) + "."
