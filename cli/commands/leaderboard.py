"""`foretell leaderboard`: who foresees well, and how far that can be trusted."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.boards import By, CellsFile, Eps, HorizonName, Least, Level, Ordering, print_board
from cli.filters import Filters
from cli.options import AsOf, Invocation, command, new_app
from cli.output.dates import day, iso, moment
from cli.values import parse_time
from market.errors import UsageError
from scoring.kinds import Kind

__all__ = ["app"]

app = new_app()

Tag = Annotated[
    str | None, typer.Option("--tag", metavar="TAG", help="Only questions with this tag.")
]
OnlyKind = Annotated[
    Kind | None,
    typer.Option(
        "--kind", metavar="KIND", help="Compare only forecasters of this kind: person, pundit, …"
    ),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="TIME", help="Only questions closed since then.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="TIME", help="Only questions closed by then.")
]


@command(
    app,
    "foretell leaderboard",
    "foretell leaderboard --by log --tag ukraine --since 2026-01-01 --json",
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
    level: Level = 0.95,
    eps: Eps = None,
    horizon: HorizonName = "scheduled",
    cells: CellsFile = None,
) -> None:
    """Rank forecasters, with how far the ranks hold.

    The default order is skill: Brier points better than those who stood on the same questions at
    the same moments. Every figure is explained in docs/scores.md.
    """
    ordering = Ordering(by, level, eps, horizon)
    now = call.now
    first = None if since is None else parse_time(since, now)
    last = None if until is None else parse_time(until, now, ends_day=True)
    filters = Filters(tag, first, last, kind, least)
    if kind is Kind.COMPUTED:
        raise UsageError("Computed crowds are on every board.", "Choose another --kind.")
    then = None if as_of is None else min(now, parse_time(as_of, now, ends_day=True))
    from market.ledger.panels import read_poll

    with call.ledger().reading() as connection:
        poll = read_poll(connection, now=now, as_of=then, choose=filters.chosen, kind=kind)
    print_board(
        call.sink,
        poll,
        ordering,
        filters,
        title=f"Leaderboard · as of {day(now) if then is None else moment(then)}",
        as_of=iso(now if then is None else then),
        cells=cells,
        otherwise="foretell questions --due   (to resolve: foretell resolve QUESTION yes|no)",
    )
