"""`foretell leaderboard`: who foresees well, and how far that can be trusted."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import AsOf, Invocation, command, new_app
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
from cli.shared.polls import When, read
from cli.shared.rivals import RivalsToo, print_rivals
from cli.typed.filters import BeliefsName, Filters, Since, Tag, Until
from market.errors import UsageError
from market.ledger.views.beliefs import Beliefs
from scoring.kinds import Kind

__all__ = ["app"]

app = new_app()

OnlyKind = Annotated[
    Kind | None,
    typer.Option(
        "--kind", metavar="KIND", help="Compare only forecasters of this kind: person, pundit, …"
    ),
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at", metavar="TIME", help="Only what had been recorded by then: for audits."
    ),
]


@command(
    app,
    "foretell leaderboard",
    "foretell leaderboard --by log --tag ukraine --json",
    "foretell leaderboard --since 2026-01-01 --until 2026-03-31",
    "foretell leaderboard --until 50%",
    "foretell leaderboard --rivals",
    "foretell leaderboard --plot board.svg",
)
def leaderboard(
    call: Invocation,
    *,
    by: By = "skill",
    tag: Tag = None,
    kind: OnlyKind = None,
    least: Least = 0.0,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    beliefs: BeliefsName = Beliefs.REPORTS,
    level: Level = 0.95,
    eps: Eps = None,
    horizon: HorizonName = "scheduled",
    adjust: Adjust = "time",
    pool: PoolsToo = None,
    rivals: RivalsToo = False,
    cells: CellsFile = None,
    plot: PlotFile = None,
) -> None:
    """Rank forecasters, with how far the ranks hold.

    The default order is skill: Brier points better than those who stood on the same questions at
    the same moments. Every figure is explained in docs/scores.md.

    --since and --until with dates make a season of the questions that closed between them. --until
    with a share, as in 50%, scores every question over the first half of its scheduled time only:
    who knew early.

    --rivals shows instead who leads under the rules of other platforms.
    """
    ordering = Ordering(by, level, eps, horizon, adjust, pool or ())
    refuse_plot(plot, call.sink)
    now = call.now
    filters = Filters.of(
        now,
        tag=tag,
        since=since,
        until=until,
        kind=kind,
        least=least,
        known_at=known_at,
        beliefs=beliefs,
    )
    if kind is Kind.COMPUTED:
        raise UsageError("Computed crowds are on every board.", "Choose another --kind.")
    when = When.of(now, as_of)
    asked = read(call, filters, when)
    show = print_rivals if rivals else print_board
    show(
        call.sink,
        asked.poll,
        ordering,
        filters,
        title=f"Leaderboard · {when.words}",
        as_of=when.iso,
        cells=cells,
        plot=plot,
        otherwise=asked.advice,
    )
