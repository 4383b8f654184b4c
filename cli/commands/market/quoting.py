"""`foretell market quote`: what a trade would come to; nothing is written."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.market.group import app
from cli.options import Invocation, Slug, command
from cli.output.emit import emit
from cli.output.figures import percent
from cli.output.streams import say
from cli.shared.orders import Limit, Shares, Side, Spend, To, read_wanted
from cli.typed.who import as_word

if TYPE_CHECKING:
    from cli.shared.orders import Wanted
    from market.exchange.orders import Fill, Order

__all__: list[str] = []

Sell = Annotated[bool, typer.Option("--sell", help="What a sale would bring.")]


@command(
    app,
    "foretell market quote second-summit-by-2027 yes --shares 20",
    "foretell market quote second-summit-by-2027 no --to 25%",
    "foretell market quote second-summit-by-2027 yes --sell",
)
def quote(
    call: Invocation,
    question: Slug,
    side: Side,
    *,
    shares: Shares = None,
    spend: Spend = None,
    to: To = None,
    limit: Limit = None,
    sell: Sell = False,
) -> None:
    """Say what a trade would cost, and what it would earn. Nothing is recorded.

    What a trade earns is the market's liquidity b times the log-score gain of moving the price: who
    moves it towards the truth is paid for just that.
    """
    given = {"shares": shares, "spend": spend, "to": to, "limit": limit}
    wanted = read_wanted(question, side, given | {"action": "sell" if sell else None})
    slug, order, fill = _quoted(call, wanted)
    from cli.output.fills import QUOTE_FIELDS, quote_lines, quote_row

    row = quote_row(slug, order, fill)
    emit(
        call.sink,
        fields=QUOTE_FIELDS,
        rows=[row],
        document=row,
        text=lambda screen: quote_lines(order, fill, screen),
    )
    said = {name: text for name, text in given.items() if text is not None}
    if not wanted.is_bound:
        said["seen"] = percent(row["before"], 1)
    words = "".join(f" --{name} {as_word(text.strip())}" for name, text in said.items())
    say(f"Next: foretell market {'sell' if sell else 'trade'} {slug} {row['side']}{words}")


def _quoted(call: Invocation, wanted: Wanted) -> tuple[str, Order, Fill]:
    from market.ledger.acts.forecasters import find_forecaster
    from market.ledger.acts.quoting import Quoting

    with closing(call.ledger()) as ledger, ledger.reading() as connection:
        trader = find_forecaster(connection, call.user) or 0
        quoting = Quoting(connection, trader, now=call.now)
        order = wanted.order(quoting)
        return quoting.slugs[order.market], order, quoting.quote(order)
