"""`foretell market trade` and `foretell market sell`: at the price that was seen, or a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.market.group import app
from cli.options import Invocation, Slug, command
from cli.output.emit import emit
from cli.output.streams import say
from cli.shared.orders import Limit, Shares, Spend, To, read_wanted
from cli.typed.seen import parse_seen
from market.errors import Refused, UsageError

if TYPE_CHECKING:
    from cli.shared.orders import Wanted
    from cli.typed.seen import Seen
    from market.ledger.acts.trading import Traded

__all__: list[str] = []

Question = Annotated[str | None, typer.Argument(metavar="QUESTION", help="The question's slug.")]
Side = Annotated[str | None, typer.Argument(metavar="yes|no", help="The side to buy.")]
HeldSide = Annotated[
    str | None, typer.Argument(metavar="yes|no", help="The side to sell, if not the one you hold.")
]
Shown = Annotated[
    str | None,
    typer.Option("--seen", metavar="PRICE", help="Only if the price is shown so now, as by quote."),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help="Make all trades of a CSV file, in its order."),
]


@command(
    app,
    "foretell market trade second-summit-by-2027 yes --to 40%",
    "foretell market trade second-summit-by-2027 no --spend 25 --limit 30%",
    "foretell market trade --from trades.csv",
    writes=True,
)
def trade(
    call: Invocation,
    question: Question = None,
    side: Side = None,
    *,
    shares: Shares = None,
    spend: Spend = None,
    to: To = None,
    limit: Limit = None,
    seen: Shown = None,
    file: From = None,
) -> None:
    """Buy shares of a side: each pays 1 credit if it comes about.

    Prices are those of YES. Without --to or --limit, a trade is refused if the price moves before
    it is made. Shares of the other side that you hold are redeemed in pairs, a credit each. With
    --from, all trades of the file are made or none: its columns are question, side, one or more of
    shares, spend and to, and maybe limit and action (buy or sell); - reads standard input.
    """
    words = {"shares": shares, "spend": spend, "to": to, "limit": limit}
    if file is not None:
        if any(word is not None for word in (question, side, seen, *words.values())):
            raise UsageError("--from takes no other words.", "foretell market trade --from FILE")
        from cli.commands.market.trade_file import trade_file

        trade_file(call, file)
    elif question is None or side is None:
        raise UsageError(
            "On which question, and which side?",
            "foretell market trade QUESTION yes|no --to 70%   (several: --from FILE)",
        )
    else:
        _record(call, read_wanted(question, side, words), seen, "market trade")


@command(
    app,
    "foretell market sell second-summit-by-2027",
    "foretell market sell second-summit-by-2027 yes --shares 5 --limit 30%",
    writes=True,
)
def sell(
    call: Invocation,
    question: Slug,
    side: HeldSide = None,
    *,
    shares: Shares = None,
    to: To = None,
    limit: Limit = None,
    seen: Shown = None,
) -> None:
    """Sell shares that you hold.

    All of them, unless you say how many. Prices are those of YES. Without --to or --limit, a sale
    is refused if the price moves before it is made.
    """
    words = {"shares": shares, "to": to, "limit": limit, "action": "sell"}
    _record(call, read_wanted(question, side, words), seen, "market sell")


def _record(call: Invocation, wanted: Wanted, seen: str | None, name: str) -> None:
    """Make one trade, and tell it."""
    shown = None if seen is None else parse_seen(seen)
    if shown and wanted.is_bound:
        said = "--seen and a price to go to exclude each other."
        raise UsageError(said, "Leave --seen out: --limit and --to say how far the price may go.")
    traded = _traded(call, wanted, shown, name)
    from cli.output.fills import TRADE_FIELDS, trade_lines, trade_row

    row = trade_row(traded)
    emit(
        call.sink,
        fields=TRADE_FIELDS,
        rows=[row],
        document=row,
        text=lambda screen: trade_lines(traded, screen),
    )
    say("Next: foretell market portfolio")


def _traded(call: Invocation, wanted: Wanted, shown: Seen | None, name: str) -> Traded:
    from cli.shared.orders import states_seen
    from market.ledger.acts.trading import Trading

    ledger = call.ledger()
    # The price is looked at before others are waited for, unless it was looked at before that.
    looked = None if shown else states_seen(ledger, [wanted], call.now)
    with call.writing(name, ledger) as writing:
        trading = Trading(writing, call.user)
        order = wanted.order(trading, looked)
        if shown:
            _refuse_unseen(trading.price(order.market), shown)
        trading.trade(order)
        (traded,) = trading.record()
    return traded


def _refuse_unseen(price: float, shown: Seen) -> None:
    """Let a price pass that is still shown as it was seen."""
    if not shown.fits(price):
        then, now = shown.shown(shown.price), shown.shown(price)
        raise Refused(
            f"The price has moved from {then} to {now} since you looked.",
            "Look again, or say how far it may go: --limit PRICE",
        )
