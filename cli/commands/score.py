"""`foretell score`: scores files of forecasts, without a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import Invocation, command, new_app
from cli.output.streams import say
from cli.shared.boards import (
    Adjust,
    By,
    CellsFile,
    Eps,
    HorizonName,
    Least,
    Level,
    Ordering,
    PoolsToo,
    print_board,
)
from cli.shared.plots import PlotFile, refuse_plot
from cli.shared.rivals import RivalsToo, print_rivals
from cli.typed.filters import Filters

__all__ = ["app"]

app = new_app()

Questions = Annotated[Path, typer.Argument(metavar="QUESTIONS.csv", help="The questions.")]
Forecasts = Annotated[
    list[Path], typer.Argument(metavar="FORECASTS.csv...", help="Forecasts on them.")
]


@command(
    app,
    "foretell score questions.csv forecasts.csv",
    "foretell score questions.csv survey.csv prices.csv --by last_brier --cells cells.csv",
    "foretell score questions.csv forecasts.csv --rivals",
)
def score(
    call: Invocation,
    questions: Questions,
    forecasts: Forecasts,
    *,
    by: By = "skill",
    level: Level = 0.95,
    eps: Eps = None,
    horizon: HorizonName = "scheduled",
    adjust: Adjust = "time",
    pool: PoolsToo = None,
    rivals: RivalsToo = False,
    least: Least = 0.0,
    cells: CellsFile = None,
    plot: PlotFile = None,
) -> None:
    """Score forecasts from CSV files, without a ledger.

    Questions have the columns question_id, title, open_time, close_time, resolve_time, outcome and
    perhaps scheduled_close_time and family; forecasts have forecaster, question_id, time,
    probability. Times are ISO 8601 with a zone; outcomes are 1, 0, annulled or empty.
    """
    ordering, filters = Ordering(by, level, eps, horizon, adjust, pool or ()), Filters(least=least)
    refuse_plot(plot, call.sink)
    from market.bulk import read_poll

    poll, remarks = read_poll(questions, forecasts)
    say(*remarks)
    show = print_rivals if rivals else print_board
    show(
        call.sink,
        poll,
        ordering,
        filters,
        title=f"Scores from {questions.name}",
        cells=cells,
        plot=plot,
        otherwise=f"put 1 or 0 under outcome in {questions.name}, and forecasts before the close",
    )
