"""`foretell market open`: a market maker that buys and sells from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.market.group import app
from cli.options import Invocation, Slug, command
from cli.output.emit import emit
from cli.output.streams import say
from cli.typed.units import parse_credits, parse_price
from market.errors import UsageError

if TYPE_CHECKING:
    from cli.output.streams import Screen
    from market.ledger.acts.markets import Opened

__all__: list[str] = []

Liquidity = Annotated[
    str | None,
    typer.Option(
        "--liquidity", metavar="CREDITS", help="How little a trade moves the price: 100 if absent."
    ),
]
Subsidy = Annotated[
    str | None,
    typer.Option(
        "--subsidy", metavar="CREDITS", help="In its place, what the market may lose at most."
    ),
]
Prior = Annotated[str, typer.Option("--prior", metavar="PRICE", help="The price to open at.")]


@command(
    app,
    "foretell market open second-summit-by-2027",
    "foretell market open second-summit-by-2027 --subsidy 70 --prior 30%",
    writes=True,
)
def open_(
    call: Invocation,
    question: Slug,
    *,
    liquidity: Liquidity = None,
    subsidy: Subsidy = None,
    prior: Prior = "50%",
) -> None:
    """Open a market on a question: its price is a forecast, too.

    A market maker quotes a price at any time, and each trade moves it: a purchase of YES up, one
    of NO down. What it may lose is a fixed sum, which the house puts in.
    """
    if liquidity is not None and subsidy is not None:
        raise UsageError("--liquidity and --subsidy exclude each other.", "Leave one of them out.")
    depth = None if liquidity is None else parse_credits(liquidity)
    funds = None if subsidy is None else parse_credits(subsidy)
    opens_at = parse_price(prior)
    from market.ledger.acts.markets import open_market

    with call.writing("market open") as writing:
        opened = open_market(writing, question, liquidity=depth, funds=funds, prior=opens_at)
    _tell(call, opened)


def _tell(call: Invocation, opened: Opened) -> None:
    from cli.output.markets import OPENED_FIELDS, opened_lines, opened_row

    row = opened_row(opened)

    def text(screen: Screen) -> list[str]:
        return opened_lines(opened, screen)

    emit(call.sink, fields=OPENED_FIELDS, rows=[row], document=row, text=text)
    say(f"Next: foretell market quote {opened.slug} yes --spend 10")
