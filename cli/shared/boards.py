"""What `leaderboard`, `score` and `demo` share: from a poll to a board that is printed."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output.emit import as_csv, emit
from cli.output.figures import counted
from cli.output.files import is_same_file, refuse_taken, write_file
from cli.output.streams import WIDEST, say
from cli.shared.plots import write_plot
from cli.shared.pools import pools_named
from cli.typed.filters import Filters
from market.errors import UsageError
from market.near import did_you_mean
from scoring.figures import ADJUSTMENTS, FIGURES, HORIZONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.output.ink import Line
    from cli.output.sink import Sink
    from cli.output.streams import Screen
    from market.poll import Poll
    from scoring.board import Board
    from scoring.cells import Cells

__all__ = [
    "CELL_FIELDS",
    "Adjust",
    "By",
    "CellsFile",
    "Eps",
    "HorizonName",
    "Least",
    "Level",
    "Ordering",
    "PoolsToo",
    "extent",
    "nothing",
    "print_board",
    "remarks",
]

CELL_FIELDS = (
    "forecaster",
    "question_id",
    "coverage",
    "brier",
    "log",
    "baseline",
    "peer",
    "last_brier",
    "last_log",
    "spot_baseline",
    "spot_peer",
)

EVERYTHING = Filters()

_ADJUSTED = {
    "question": ("skill adjusted for the question only",),
    "none": ("skill not adjusted for difficulty",),
}

By = Annotated[
    str, typer.Option("--by", metavar="FIGURE", help=f"Order by one of {', '.join(FIGURES)}.")
]
Level = Annotated[
    float, typer.Option("--level", metavar="SHARE", help="Level of intervals and ranges.")
]
Eps = Annotated[
    float | None,
    typer.Option(
        "--eps", metavar="P", help="Clip probabilities to [P, 1-P] in log, baseline, peer."
    ),
]
HorizonName = Annotated[
    str,
    typer.Option(
        "--horizon",
        metavar="scheduled|actual",
        help="Divide baseline and peer by the scheduled or the actual time.",
    ),
]
Adjust = Annotated[
    str,
    typer.Option(
        "--adjust",
        metavar="|".join(ADJUSTMENTS),
        help="What skill allows for: each moment of a question, the question as a whole, nothing.",
    ),
]
Least = Annotated[
    float, typer.Option("--min", metavar="EXPOSURE", help="Leave out shorter records.")
]
PoolsToo = Annotated[
    list[str] | None,
    typer.Option(
        "--pool", metavar="POOL", help="Show another pool, as in --pool extremized; repeatable."
    ),
]
CellsFile = Annotated[
    str | None,
    typer.Option("--cells", metavar="FILE", help="Write each forecaster's score on each question."),
]


@dataclass(frozen=True, slots=True)
class Ordering:
    """The choices of whoever reads a board.

    Attributes:
        by: Figure that orders it.
        level: Level of intervals and rank ranges.
        eps: Floor under probabilities in logarithms.
        horizon: What baseline and peer are divided by.
        adjust: What skill allows for.
        pools: Names of pools to show beside those of every board.
    """

    by: str = "skill"
    level: float = 0.95
    eps: float | None = None
    horizon: str = "scheduled"
    adjust: str = "time"
    pools: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.by not in FIGURES:
            hint = did_you_mean(self.by, FIGURES, f"Choose one of {', '.join(FIGURES)}")
            raise UsageError(f"No board is ordered by {self.by}.", hint)
        if not 0.0 < self.level < 1.0:
            raise UsageError(f"{self.level} is not a level.", "Between 0 and 1, as in --level 0.95")
        if self.eps is not None and not 0.0 < self.eps < 0.5:  # noqa: PLR2004 - a half
            raise UsageError(f"{self.eps} is no floor for probabilities.", "Try --eps 0.001")
        if self.horizon not in HORIZONS:
            raise UsageError(f"There is no horizon {self.horizon}.", "Choose scheduled or actual.")
        if self.adjust not in ADJUSTMENTS:
            hint = "Choose time, question or none."
            raise UsageError(f"Skill is not adjusted for {self.adjust}.", hint)
        if self.pools:
            pools_named(self.pools)


def print_board(
    sink: Sink,
    poll: Poll,
    ordering: Ordering,
    filters: Filters = EVERYTHING,
    *,
    title: str,
    as_of: str | None = None,
    cells: str | None = None,
    plot: str | None = None,
    otherwise: str = "",
) -> None:
    """Compute and print the board of a poll.

    Args:
        sink: Where it goes, and in which form.
        poll: The forecasts.
        ordering: The reader's choices.
        filters: What the poll was restricted to, and the least exposure shown.
        title: What comes first in the first line.
        as_of: The moment it holds for, ISO 8601.
        cells: File for the scored cells, if wanted.
        plot: File for a picture of it, if wanted; one that can be written.
        otherwise: What to do next where the board is empty.
    """
    from cli.output.board import FIELDS, board_document, board_lines, board_rows

    _refuse_cells(cells, plot, sink)
    made = _scored(poll, ordering)
    rows = board_rows(made, poll, filters.least)

    def text(screen: Screen) -> list[Line]:
        said = [*filters.words(), *_ADJUSTED.get(ordering.adjust, ())]
        heading = " · ".join([title, *said, extent(made.cells, rows)])
        return [
            *wrap(heading, screen.width or WIDEST),
            "",
            *(board_lines(made, rows, screen) if rows else [nothing(made.cells)]),
            *remarks(made.cells, late=poll.late),
        ]

    document = board_document(
        made, poll, rows, as_of=as_of, eps=ordering.eps, filters=filters.document()
    )
    emit(sink, fields=FIELDS, rows=rows, document=document, text=text)
    if cells is not None:
        write_file(cells, cells_csv(made, poll), force=sink.force)
        say(f"Wrote {cells}")
    if plot is not None:
        from cli.charts.board import board_chart
        from cli.charts.picture import FILE_SIZE

        write_plot(plot, board_chart(rows, made.level, made.by, FILE_SIZE), sink)
    if otherwise and not rows:
        say("Next: " + ("leave out --min" if made.cells.question.size else otherwise))


def _scored(poll: Poll, ordering: Ordering) -> Board:
    from scoring.board import board

    return board(
        poll.panel,
        by=ordering.by,  # type: ignore[arg-type] # checked by Ordering
        level=ordering.level,
        eps=ordering.eps,
        horizon=ordering.horizon,  # type: ignore[arg-type] # checked by Ordering
        adjust=ordering.adjust,  # type: ignore[arg-type] # checked by Ordering
        pools=pools_named(ordering.pools),
    )


def extent(cells: Cells, rows: list[dict[str, Any]]) -> str:
    """How many questions and forecasters a table speaks of."""
    questions = counted(len(set(cells.question.tolist())), "resolved question")
    return f"{questions} · {_people(rows)}"


def nothing(cells: Cells) -> str:
    """Why a table has no rows."""
    if cells.question.size:
        return "Nobody has a record so long."
    return "No resolved question with a forecast."


def _refuse_cells(cells: str | None, plot: str | None, sink: Sink) -> None:
    if cells is None:
        return
    if cells == "-" or is_same_file(cells, sink.path) or is_same_file(cells, plot):
        raise UsageError("--cells needs a file of its own.", "As in --cells cells.csv")
    refuse_taken(cells, force=sink.force)


def _people(rows: list[dict[str, Any]]) -> str:
    people = [row for row in rows if row["kind"] not in ("computed", "article")]
    simulated = people and all(row["kind"] == "simulated" for row in people)
    return counted(len(people), "forecaster") + (", all SIMULATED" if simulated else "")


def remarks(cells: Cells, *, late: int = 0) -> list[str]:
    """What the figures leave out.

    Args:
        cells: The cells they are made of.
        late: How many reports came too late to be counted.
    """
    told = []
    if cells.disputed.any():
        told.append("peer leaves out questions with a forecast of 0% or 100%: see --eps.")
    if late:
        left_out = counted(late, "forecast")
        told.append(
            f"Entered after the close or the outcome, and therefore not counted: {left_out}."
        )
    return told


def cells_csv(board: Board, poll: Poll) -> str:
    """Scored cells as CSV, by question and forecaster."""
    from cli.output.board import row_names

    names, scored = row_names(board, poll), board.cells
    columns = {name: getattr(scored, name).tolist() for name in CELL_FIELDS[2:]}
    columns["forecaster"] = [names[code] for code in scored.forecaster]
    columns["question_id"] = [poll.questions[code] for code in scored.question]
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    rows.sort(key=lambda row: (row["question_id"], row["forecaster"]))
    return as_csv(CELL_FIELDS, rows)
